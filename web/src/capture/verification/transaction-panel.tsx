import { useTranslation } from 'react-i18next';
import type { Session } from '../session/own-session.ts';

type Transaction = NonNullable<Session['transaction']>;

/** The transaction that a step-up approves, and nothing beside it. */
export function TransactionPanel({ view }: { readonly view: Session }) {
  const { t } = useTranslation();
  if (!view.transaction) return null;
  return (
    <section className="transaction" aria-labelledby="transaction-title">
      <h2 id="transaction-title">{t('transaction.title')}</h2>
      <Members value={view.transaction} />
      <p className="hint">{t('transaction.hint')}</p>
    </section>
  );
}

function Members({ value }: { readonly value: Transaction }) {
  return (
    <dl>
      {Object.entries(value).map(([name, member]) => (
        <div key={name}>
          <dt>{labelOf(name)}</dt>
          <dd>
            {isRecord(member) ? (
              <Members value={member} />
            ) : Array.isArray(member) ? (
              <List value={member} />
            ) : (
              String(member)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function List({ value }: { readonly value: readonly unknown[] }) {
  return <Members value={Object.fromEntries(value.map((member, index) => [String(index + 1), member]))} />;
}

const isRecord = (value: unknown): value is Transaction =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names are the caller's own: `due_date` is read as "due date". */
const labelOf = (name: string): string => name.replaceAll(/[_-]+/g, ' ');
