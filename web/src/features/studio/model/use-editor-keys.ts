import { useEffect } from 'react';

export interface EditorKeys {
  undo: () => void;
  redo: () => void;
  copy: () => void;
  paste: () => void;
  save: () => void;
  search: () => void;
}

const KEYS: Record<string, keyof EditorKeys> = {
  z: 'undo',
  y: 'redo',
  c: 'copy',
  v: 'paste',
  s: 'save',
  f: 'search',
};
const EVERYWHERE = new Set<keyof EditorKeys>(['save', 'search']);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

/** Ctrl (or Cmd) with a letter; in a text field only what has no meaning there. Shift+Z does again, too. */
export function useEditorKeys(does: EditorKeys): void {
  useEffect(() => {
    const follow = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const wish = KEYS[event.key.toLowerCase()];
      if (wish === undefined || (isTyping(event.target) && !EVERYWHERE.has(wish))) return;
      event.preventDefault();
      does[wish === 'undo' && event.shiftKey ? 'redo' : wish]();
    };
    window.addEventListener('keydown', follow);
    return () => {
      window.removeEventListener('keydown', follow);
    };
  }, [does]);
}
