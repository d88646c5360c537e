import i18n from 'i18next';

import type { ObjectStatus } from '../api/objects';

/** A text of the object's own, in the page's language or the nearest one it has. */
export function labelOf(status: ObjectStatus, key: string): string {
  const language = i18n.language;
  const order = [language, ...(language === 'zh-Hant' ? ['zh-CN'] : []), 'zh-CN', 'en'];
  for (const each of order) {
    const label = status.labels[each]?.[key];
    if (label !== undefined) return label;
  }
  return key.replace(/^(settings|rules)\./, '');
}

export const nameOf = (status: ObjectStatus): string => {
  const label = labelOf(status, 'name');
  return label === 'name' ? status.name : label;
};
