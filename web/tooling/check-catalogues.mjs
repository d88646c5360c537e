/** Fails where the catalogues differ in keys or placeholders, where a text is empty, or where a key is used nowhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = new URL('../src/', import.meta.url).pathname;
/* Those of the whole application, and those that load with the administration's pages. */
const ROOMS = ['i18n/locales', 'i18n/locales/administration'].map((room) => join(SOURCE, room));
const FIRST = 'zh-CN';

function flatten(node, prefix = '') {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const placeholders = (text) =>
  [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)]
    .map((match) => match[1])
    .sort()
    .join();

function sourceText(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'generated' || entry.name === 'locales' ? [] : sourceText(path);
      return /\.tsx?$/.test(entry.name) ? readFileSync(path, 'utf8') : [];
    })
    .join('\n');
}

const catalogues = {};
for (const room of ROOMS) {
  for (const file of readdirSync(room).filter((name) => name.endsWith('.json'))) {
    const texts = flatten(JSON.parse(readFileSync(join(room, file), 'utf8')));
    const language = file.replace('.json', '');
    catalogues[language] = new Map([...(catalogues[language] ?? []), ...texts]);
  }
}
const first = catalogues[FIRST];
const faults = [];

for (const [language, texts] of Object.entries(catalogues)) {
  for (const [key, text] of texts) {
    if (text.trim() === '') faults.push(`${language}: ${key} is empty`);
    if (!first.has(key)) faults.push(`${language}: ${key} is not in ${FIRST}`);
    else if (placeholders(text) !== placeholders(first.get(key)))
      faults.push(`${language}: ${key} has other placeholders than ${FIRST}`);
  }
  for (const key of first.keys()) if (!texts.has(key)) faults.push(`${language}: ${key} is missing`);
}

/* A key counts as used when it stands in the source whole, or when a template such as `desk.state.${…}` reaches it. */
const source = sourceText(SOURCE);
const templates = [...source.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.)\$\{/g)].map((match) => match[1]);
for (const key of first.keys()) {
  const stem = key.replace(/_(one|other)$/, '');
  const used = source.includes(`'${stem}'`) || templates.some((prefix) => key.startsWith(prefix));
  if (!used) faults.push(`${FIRST}: ${key} is used nowhere`);
}

if (faults.length > 0) {
  process.stderr.write(faults.join('\n') + '\n');
  process.exit(1);
}
process.stdout.write(`${Object.keys(catalogues).length} catalogues, ${first.size} texts each, all alike\n`);
