/** Sorts what the menu learned into what an agent looks for: who, how much, and the rest. */
import type { AttachedValue } from '@/lib/generated/live';

export interface SortedValues {
  name: AttachedValue | null;
  identity: AttachedValue[];
  amounts: AttachedValue[];
  others: AttachedValue[];
}

const IDENTITY_FORMATS = new Set(['id_number', 'mobile', 'phone', 'account', 'email', 'name']);

export const formatOf = (value: AttachedValue): string => value.format ?? 'text';

export function sortValues(values: readonly AttachedValue[]): SortedValues {
  const name = values.find((value) => formatOf(value) === 'name') ?? null;
  const sorted: SortedValues = { name, identity: [], amounts: [], others: [] };
  for (const value of values) {
    if (value === name) continue;
    const format = formatOf(value);
    if (format === 'amount') sorted.amounts.push(value);
    else if (IDENTITY_FORMATS.has(format)) sorted.identity.push(value);
    else sorted.others.push(value);
  }
  return sorted;
}
