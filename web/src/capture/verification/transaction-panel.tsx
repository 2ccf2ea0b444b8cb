import { useTranslation } from 'react-i18next';
import type { Session } from '../session/own-session.ts';
import { transactionLines } from './transaction-lines.ts';

/** The transaction that a step-up approves, and nothing beside it. */
export function TransactionPanel({ view }: { readonly view: Session }) {
  const { t } = useTranslation();
  if (!view.transaction) return null;
  return (
    <section className="transaction" aria-labelledby="transaction-title">
      <h2 id="transaction-title">{t('transaction.title')}</h2>
      <dl>
        {transactionLines(view.transaction).map(({ path, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a transaction never changes, and two names may read alike
          <div key={index} className={path.length > 1 ? 'nested' : undefined}>
            <dt>{path.join(' › ')}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">{t('transaction.hint')}</p>
    </section>
  );
}
