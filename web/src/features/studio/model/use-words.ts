import { useMemo } from 'react';

import { useTranslation } from '@/i18n';

import type { FlowProblem } from '../api/flows';
import { valueAt, type FlowNode } from './document';
import type { Exit, FlowSchema, Schema, Titles } from './schema';

export interface Words {
  kind: (kind: string) => string;
  field: (name: string) => string;
  /** A field by the title that its schema gives it. */
  titled: (schema: Schema, name: string) => string;
  place: (id: string) => string;
  exit: (node: FlowNode, exit: Exit) => string;
  problem: (problem: FlowProblem) => string;
}

/** The title in the page's language; Traditional Chinese has the catalogue's words only. */
const titleIn = (titles: Titles | undefined, language: string): string | undefined => titles?.[language];

/** Labels of kinds and fields: the schema's own titles, else the catalogue's, else the name itself. */
export function useWords(root: FlowSchema | undefined): Words {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const language = i18n.language;
    const field = (name: string) => t(`studio.field.${name}` as 'studio.field.text', { defaultValue: name });
    const titled = (schema: Schema, name: string) => titleIn(schema['x-titles'], language) ?? field(name);
    const place = (id: string) => titleIn(root?.places[id], language) ?? id;
    return {
      kind: (kind) =>
        titleIn(root?.kinds.get(kind)?.['x-titles'], language) ??
        t(`studio.kind.${kind}` as 'studio.kind.play', { defaultValue: kind }),
      field,
      titled,
      place,
      exit: (node, { path, target }) => {
        const [first = '', ...rest] = path;
        const names = rest.at(-1) === 'next' ? rest.slice(0, -1) : rest;
        const schema = root?.kinds.get(node.kind)?.properties?.[first] ?? {};
        const inner = (name: string) => titleIn(schema['x-value-titles']?.[name], language) ?? field(name);
        const label = valueAt(node, [first, ...names, 'label']);
        const written = names.length === 0 ? titled(schema, first) : names.map(inner).join(' ');
        const where = target.startsWith('@') ? ` → ${place(target)}` : '';
        return `${written}${typeof label === 'string' && names.length > 0 ? ` ${label}` : ''}${where}`;
      },
      problem: ({ code, values, text }) =>
        t(`studio.problem.${code}` as 'studio.problem.unreachable', { ...values, defaultValue: text }),
    };
  }, [t, i18n.language, root]);
}
