// Signing in with a work account, at a provider that is a process of its own.
import { expect, test } from '../support/test.mjs'

test.skip(() => Boolean(process.env.EVIDENCEDESK_OWN), 'a running service has no provider for tests')

async function account (page, user) {
  await page.goto('/queue')
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign in with Northmoor account' }).click()
  await page.getByLabel('User name').fill(user)
}

test('a librarian signs in with a work account, comes out where they wanted, and signs out', async ({ as, shot }) => {
  const page = await as()
  await account(page, 'pat')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/queue$/)
  await expect(page.getByRole('link', { name: 'Pat Example' })).toBeVisible()
  await page.goto('/account/sessions')
  await expect(page.getByText('with a work account')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign out of Northmoor account too' })).toBeVisible()
  await shot('provider-1-signed-out', page)
  await page.goto('/queue')
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})

test('who stops at the provider is told so, and who belongs to no library is told what to do', async ({ as, shot }) => {
  const page = await as()
  await account(page, 'pat')
  await page.getByRole('button', { name: 'Do not sign in' }).click()
  await expect(page.getByText('You are not signed in')).toBeVisible()
  await expect(page.getByText('The sign-in was stopped')).toBeVisible()
  await shot('provider-2-stopped', page)

  const stranger = await as()
  await account(stranger, 'sam')
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(stranger).toHaveURL(/\/account\/access$/)
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(/library/)
  await shot('provider-3-stranger', stranger)
})
