import { useEffect, useRef } from 'react';

/**
 * Returns a ref of what has the focus once its dialog is open, so that the next keys go there. Call it in
 * a component inside of the dialog: what renders the dialog is there before its content.
 */
export function useFirstFocus<Control extends { focus(): void }>() {
  const control = useRef<Control>(null);
  useEffect(() => {
    // the dialog moves the focus to its first button in an effect that runs after this one
    queueMicrotask(() => control.current?.focus());
  }, []);
  return control;
}
