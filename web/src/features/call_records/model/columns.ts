/** Which columns the list has, how wide they are at first, and what of it a person has changed. Pure. */
export const COLUMNS = {
  started_at: 176,
  caller_number: 140,
  called_number: 96,
  outcome: 104,
  queues: 130,
  agents: 130,
  waiting_seconds: 92,
  talk_seconds: 92,
  ended_by: 110,
  recording: 76,
  contact_id: 220,
} as const;

export type ColumnKey = keyof typeof COLUMNS;
export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[];

/** Always shown: without it a line cannot be told from another. */
export const FIXED_COLUMN: ColumnKey = 'started_at';

export interface ColumnChoice {
  hidden: ColumnKey[];
  widths: Partial<Record<ColumnKey, number>>;
}

export const FIRST_CHOICE: ColumnChoice = { hidden: ['contact_id'], widths: {} };
const NARROWEST = 64;
const WIDEST = 480;

export const shownColumns = (choice: ColumnChoice): ColumnKey[] =>
  COLUMN_KEYS.filter((key) => key === FIXED_COLUMN || !choice.hidden.includes(key));

export const widthOf = (choice: ColumnChoice, key: ColumnKey): number => choice.widths[key] ?? COLUMNS[key];

export function withWidth(choice: ColumnChoice, key: ColumnKey, width: number): ColumnChoice {
  const kept = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  return { ...choice, widths: { ...choice.widths, [key]: kept } };
}

export function withShown(choice: ColumnChoice, shown: readonly ColumnKey[]): ColumnChoice {
  return { ...choice, hidden: COLUMN_KEYS.filter((key) => !shown.includes(key) && key !== FIXED_COLUMN) };
}
