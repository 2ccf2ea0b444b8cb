import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Said, withSaid } from './said.ts';

/**
 * Says once, at the top of the page, what an operator has done.
 * @param about what it is about: something newer about the same replaces it. @default - it stays
 */
type Notify = (text: string, about?: string) => void;

const NotifyContext = createContext<Notify>(() => {});
const ItemsContext = createContext<readonly FlashbarProps.MessageDefinition[]>([]);

/** Returns what says at the top of the page that something is done. */
export const useNotify = (): Notify => useContext(NotifyContext);

/** Keeps what is said at the top of the page. */
export function NotificationsProvider({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<readonly Said[]>([]);
  const notify = useCallback<Notify>(
    (text, about) => setSaid((before) => withSaid(before, { id: crypto.randomUUID(), text, about })),
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

/** Place of what is said at the top of the page. */
export const Notifications = () => <Flashbar items={[...useContext(ItemsContext)]} />;
