import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from './step-props.ts';

/** Cancels the session, after a question. */
export function CancelButton({ session, take, onError }: StepProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const { run, busy, trouble, again } = useAction(onError);
  const cancel = () =>
    run(async (key) => {
      // the report comes first: a canceled session takes none
      await session.interrupt('user_canceled', crypto.randomUUID()).catch(() => {});
      take(await session.cancel(key));
    });
  if (!asks)
    return (
      <p className="cancel">
        <button type="button" className="link" onClick={() => setAsks(true)}>
          {t('page.cancel')}
        </button>
      </p>
    );
  return (
    <section className="notice" aria-labelledby="cancel-question">
      <p id="cancel-question">{t('page.cancelQuestion')}</p>
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      <div className="buttons">
        {/* biome-ignore lint/a11y/noAutofocus: the question has just been asked for */}
        <button type="button" autoFocus onClick={() => setAsks(false)}>
          {t('page.cancelNo')}
        </button>
        <button type="button" className="danger" disabled={busy} onClick={cancel}>
          {t('page.cancelYes')}
        </button>
      </div>
    </section>
  );
}
