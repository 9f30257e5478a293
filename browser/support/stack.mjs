// Starts Evidence Desk with its demonstration in a folder of its own, waits until all of it is there, and stops it at the end.
// With EVIDENCEDESK_URL set, a running one is used instead.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const patience = 600_000 // milliseconds; the first start on a machine builds the Temporal server

export default async function start () {
  if (process.env.EVIDENCEDESK_URL) {
    process.env.EVIDENCEDESK_OWN = 'yes' // it has no provider for tests
    return
  }
  const data = mkdtempSync(join(process.env.EVIDENCEDESK_TEST_FOLDER || tmpdir(), 'evidencedesk-browser-'))
  const listen = `127.0.0.1:${await freePort()}`
  const provider = await identityProvider(data, `http://${listen}`)
  const child = spawn(join(root, '.bin', 'evidencedesk'), ['dev', '-data', data], {
    cwd: root, env: { ...process.env, EVIDENCEDESK_LISTEN: listen, EVIDENCEDESK_OIDC: provider.settings, EVIDENCEDESK_TEMPORAL_UI_PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  process.env.EVIDENCEDESK_URL = `http://${listen}`
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    provider.process.kill('SIGTERM')
    rmSync(data, { recursive: true, force: true })
  }
  try {
    await complete(child)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

// identityProvider starts an OpenID provider as a process of its own, with one librarian and one person without a role.
async function identityProvider (folder, service) {
  const users = join(folder, 'users.json')
  writeFileSync(users, JSON.stringify({
    clients: [{ id: 'evidencedesk', secret: 'of the tests', redirects: [`${service}/sign-in/trust/callback`], signed_out: [`${service}/signed-out`] }],
    users: [
      { user: 'pat', subject: 's-pat', name: 'Pat Example', email: 'pat@trust.example', email_verified: true, claims: { groups: ['Librarians'] } },
      { user: 'sam', subject: 's-sam', name: 'Sam Example', email: 'sam@elsewhere.example', email_verified: true }
    ]
  }))
  const child = spawn(join(root, '.bin', 'provider'), ['-listen', '127.0.0.1:0', '-users', users], { stdio: ['ignore', 'pipe', 'inherit'] })
  const issuer = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim()))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)))
  })
  const settings = [{
    id: 'trust', label: 'Northmoor account', issuer, client_id: 'evidencedesk', client_secret: 'of the tests', role_claim: 'groups',
    roles: { Librarians: 'librarian@northmoor' }, email_domains: ['trust.example']
  }]
  return { process: child, settings: JSON.stringify(settings) }
}

// complete waits for the line that says that the whole demonstration is in.
function complete (child) {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${said}`)), patience)
    const finish = (settle, value) => { clearTimeout(timer); settle(value) }
    const listen = (chunk) => {
      said += chunk
      if (/the demonstration is (not )?complete/.test(said)) finish(resolve)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => finish(reject, new Error(`ended with ${code}:\n${said}`)))
  })
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
