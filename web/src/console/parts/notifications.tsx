import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

/** Something that an operator has done, said once at the top of the page. */
type Notify = (text: string) => void;

const NotifyContext = createContext<Notify>(() => {});
const ItemsContext = createContext<readonly FlashbarProps.MessageDefinition[]>([]);

/** Returns what says at the top of the page that something is done. */
export const useNotify = (): Notify => useContext(NotifyContext);

/** Keeps what is said at the top of the page. */
export function NotificationsProvider({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<readonly { readonly id: string; readonly text: string }[]>([]);
  const notify = useCallback<Notify>(
    (text) => setSaid((before) => [{ id: crypto.randomUUID(), text }, ...before].slice(0, MAX_SHOWN)),
    [],
  );
  const items = useMemo(
    () =>
      said.map(
        ({ id, text }): FlashbarProps.MessageDefinition => ({
          id,
          type: 'success',
          content: text,
          dismissible: true,
          dismissLabel: 'Dismiss',
          onDismiss: () => setSaid((before) => before.filter((one) => one.id !== id)),
        }),
      ),
    [said],
  );
  return (
    <NotifyContext.Provider value={notify}>
      <ItemsContext.Provider value={items}>{children}</ItemsContext.Provider>
    </NotifyContext.Provider>
  );
}

/** Older ones are gone, so that the page stays in view. */
const MAX_SHOWN = 3;

/** Place of what is said at the top of the page. */
export const Notifications = () => <Flashbar items={[...useContext(ItemsContext)]} />;
