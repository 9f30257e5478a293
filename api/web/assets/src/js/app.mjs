// What scripts add to the pages. Everything works without them; they hold no words: those come from data attributes.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Header,
  NotificationBanner,
  Radios,
  Scroll,
  SkipLink,
  createAll
} from 'nhsuk-frontend'
import { guardFields } from './guard.mjs'
import { citeButtons } from './cite.mjs'
import { bulkBars, copyButtons, onceOnly, printButtons } from './forms.mjs'
import { drafts } from './draft.mjs'
import { liveRegions, presence } from './live.mjs'
import { sessionWarning, timers } from './clock.mjs'

// createAll does nothing where the page's first snippet found no support for modules.
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Header, NotificationBanner, Radios, Scroll, SkipLink]) {
  createAll(component)
}
for (const enhance of [onceOnly, bulkBars, printButtons, copyButtons, citeButtons, drafts, liveRegions, presence, guardFields, timers, sessionWarning]) {
  enhance()
}
