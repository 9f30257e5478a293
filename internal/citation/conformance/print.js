// Prints records as a CSL processor does: reads {style, items} from standard input, writes a list of plain entries by id.
const { Cite, plugins } = require('@citation-js/core');
require('@citation-js/plugin-csl');

const chunks = [];
process.stdin.on('data', (c) => chunks.push(c));
process.stdin.on('end', () => {
  const { style, items } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const out = {};
  for (const item of items) {
    const text = new Cite([item]).format('bibliography', { template: style, lang: 'en-US', format: 'text' });
    out[item.id] = text.trim().replace(/^1\.\s*/, '').replace(/\s+/g, ' ');
  }
  process.stdout.write(JSON.stringify(out));
});
