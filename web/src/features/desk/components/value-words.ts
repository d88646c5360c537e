import { useTranslation } from '@/i18n';
import type { AttachedValue } from '@/lib/generated/live';

/** Names of attached values, and words for coded ones; what the catalogue does not know is shown as it came. */
export function useValueWords() {
  const { i18n } = useTranslation();
  const known = (key: string, fallback: string): string =>
    i18n.exists(key) ? String(i18n.t(key as never)) : fallback;
  return {
    label: (value: AttachedValue): string => known(`attached.${value.key}`, value.key),
    shown: (value: AttachedValue): string =>
      /^[a-z_]+$/.test(value.value)
        ? known(`attached_word.${value.key}.${value.value}`, value.value)
        : value.value,
  };
}
