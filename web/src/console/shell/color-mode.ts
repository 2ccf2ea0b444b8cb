import { applyMode, Mode } from '@cloudscape-design/global-styles';

export type ColorMode = 'light' | 'dark';

const KEY = 'face-idv.console.color-mode';

/** Returns the operator's choice, or the one of their system. */
export function preferredMode(): ColorMode {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export const showMode = (mode: ColorMode): void => applyMode(mode === 'dark' ? Mode.Dark : Mode.Light);

/** Shows a mode from now on, in this browser. */
export function chooseMode(mode: ColorMode): void {
  localStorage.setItem(KEY, mode);
  showMode(mode);
}
