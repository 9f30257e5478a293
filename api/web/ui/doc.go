// Package ui is the design system of the pages: typed components over nhsuk-frontend 10.6.1 and a small layer of our own.
//
// A page holds components in its view model and writes {{ui .Question}} in its template. Components that have markup of the
// page inside are written as a pair, {{open .Card}} … {{close .Card}}. No other package writes nhsuk- or app- markup, apart
// from the grid, the utility classes and the layout classes listed below, so an upgrade of nhsuk-frontend happens here only.
//
// # Rules that a component keeps
//
// The id of a field is its name with every character outside [a-z0-9-] turned into "-" (IDOf); its hint is {id}-hint and its
// error {id}-error. No component writes a style attribute, an inline script or an event handler. All words come from the
// caller or from Go: the scripts hold none and read them from data attributes. Only this package makes template.HTML.
//
// # Layout classes for pages
//
// Beside nhsuk-grid-row, nhsuk-grid-column-* and nhsuk-u-* a page may use: app-columns with app-columns--side (text and a side
// panel) or app-columns--halves; app-title-row (a heading with actions beside it); app-actions (buttons in a row);
// app-searchbar with app-searchbar__grow (a search box with selects beside it); app-filters__panel with app-filters__grid
// (filters inside a Details); app-queue (a table of staff on white); app-check (one question of a checklist); app-muted,
// app-dense (16 px), app-num (figures of one width), app-nowrap, app-break, app-js (only when scripts run),
// app-noprint and app-print-only. Headings use nhsuk-heading-xl to nhsuk-heading-xs, captions nhsuk-caption-*, lists
// nhsuk-list with nhsuk-list--bullet or nhsuk-list--number.
//
// # What the scripts ask of the server
//
// Live: its Source answers text/event-stream; the data of each message is the number of changes since ?since=; an event
// "said" brings the words themselves, and "ended" the last ones. Form.Autosave
// and Presence.Address take a POST of form fields and answer JSON: {"message": "Draft saved at 2:41pm", "version": "8"} and
// {"message": "Tom Ellis is writing here."}; a 409 or 412 ends the autosave and its message is shown. SessionWarning.Href
// answers a GET with any page. /identifier-guard.json answers what GET /api/v1/identifier-guard does. Every script is shown
// its words in data attributes; html/template takes one whose name begins with "on" after "data-" for a script, so none does.
package ui
