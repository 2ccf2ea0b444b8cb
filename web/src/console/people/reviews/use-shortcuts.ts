import { useEffect, useRef, useState } from 'react';
import { type Shortcut, shortcutOf } from './shortcuts.ts';

const KEY = 'face-idv.console.shortcuts';
/** Where keys are typed, or mean something else. */
const TAKES_KEYS =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]';

/**
 * Listens to the keys of a page while they are on. Speech input and slips type single keys as well, so an
 * operator can turn them off (WCAG 2.1.4).
 */
export function useShortcuts(onShortcut: (shortcut: Shortcut) => void) {
  const [isOn, setOn] = useState(() => localStorage.getItem(KEY) !== 'off');
  const latest = useRef(onShortcut);
  latest.current = onShortcut;
  useEffect(() => {
    if (!isOn) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
      const shortcut = shortcutOf(event);
      if (!shortcut || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isOn]);
  return {
    isOn,
    turn: (on: boolean) => {
      localStorage.setItem(KEY, on ? 'on' : 'off');
      setOn(on);
    },
  };
}
