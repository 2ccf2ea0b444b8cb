import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page-context.ts';
import { isWithoutFace } from '../session/next-step.ts';
import type { ConsentText } from '../session/own-session.ts';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import { ConsentBody } from './consent-body.tsx';
import type { StepProps } from './step-props.ts';
import { TransactionPanel } from './transaction-panel.tsx';

/** Shows what the person has consented to, before anything is taken. */
export function ConsentStep({ session, view, take, advance, onError }: StepProps) {
  const { t } = useTranslation();
  const { address, locale } = usePage();
  const notice = view.consent.notice_version;
  const [text, setText] = useState<ConsentText>();
  const loading = useAction(onError);
  const { run } = loading;
  const { jurisdiction } = address;
  useEffect(() => {
    const place = { locale, ...(jurisdiction ? { jurisdiction } : {}) };
    run(async () => setText(await session.consentText(notice, place)));
  }, [notice, session, locale, jurisdiction, run]);
  const declining = useAction(onError);
  const decline = () =>
    declining.run(async (key) => {
      await session.interrupt('user_canceled', crypto.randomUUID()).catch(() => {});
      take(await session.cancel(key));
    });
  if (!text && !loading.trouble) return <Busy text={t('page.loading')} />;
  return (
    <StepFrame title={text?.title ?? t('consent.title')}>
      <TransactionPanel view={view} />
      {loading.trouble && <TroubleNotice trouble={loading.trouble} onAgain={loading.again} />}
      {text && <ConsentBody text={text} />}
      <h2>{t('consent.steps')}</h2>
      <ol className="steps">
        {!isWithoutFace(view) && <li>{t('consent.stepFace')}</li>}
        {view.document_required && <li>{t('consent.stepDocument')}</li>}
        <li>{t('consent.stepResult')}</li>
      </ol>
      <p className="hint">
        {t('page.whose', { user: view.user_id })} {t('page.whoseHint')}
      </p>
      {declining.trouble && <TroubleNotice trouble={declining.trouble} onAgain={declining.again} />}
      <div className="buttons">
        {text && (
          <button type="button" className="primary" onClick={() => advance({ agreed: true })}>
            {t('consent.agree')}
          </button>
        )}
        <button type="button" disabled={declining.busy} onClick={decline}>
          {t('consent.decline')}
        </button>
      </div>
    </StepFrame>
  );
}
