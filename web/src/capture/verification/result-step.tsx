import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from './step-props.ts';
import { TransactionPanel } from './transaction-panel.tsx';

interface ResultStepProps extends StepProps {
  readonly linked: boolean;
  readonly onAlternative: () => void;
  readonly onBeginAgain?: () => void;
}

/** Time after which a session that a person of the staff looks at is read again. */
const LOOK_AGAIN_MS = 60_000;

/** Shows how the session has ended, and what the person may do: never a score, never which check failed. */
export function ResultStep(props: ResultStepProps) {
  const { view, linked, onBeginAgain } = props;
  const { t } = useTranslation();
  const { title, text, mark } = useResultTexts(view);
  return (
    <StepFrame title={title}>
      <p className={`mark ${mark}`} aria-hidden="true">
        {mark === 'good' ? '✓' : mark === 'bad' ? '✕' : '…'}
      </p>
      <p>{text}</p>
      {view.status === 'approved' && <TransactionPanel view={view} />}
      {view.status === 'in_review' && <Review {...props} view={view} />}
      {view.status === 'error' && view.resumable_until && <Resume {...props} />}
      {(view.status === 'declined' || view.status === 'error') && !('resumable_until' in view) && (
        <p>{view.retryable ? (onBeginAgain ? '' : t('result.newLink')) : t('result.another')}</p>
      )}
      {onBeginAgain && view.status !== 'approved' && view.status !== 'in_review' && (
        <div className="buttons">
          <button type="button" className="primary" onClick={onBeginAgain}>
            {t('result.startAgain')}
          </button>
        </div>
      )}
      <p className="hint">{linked ? t('handoff.goBack') : t('result.closePage')}</p>
    </StepFrame>
  );
}

function useResultTexts(view: StepProps['view']): {
  title: string;
  text: string;
  mark: 'good' | 'bad' | 'open';
} {
  const { t } = useTranslation();
  switch (view.status) {
    case 'approved': {
      const kind = view.decision.means ? 'without_face' : view.type;
      return {
        title: t(`result.approved.${kind}.title`),
        text: t(`result.approved.${kind}.text`),
        mark: 'good',
      };
    }
    case 'declined':
    case 'error':
      return {
        title: t(`result.${view.status}.title`),
        text: t(`message.${view.user_message_key}`),
        mark: 'bad',
      };
    case 'canceled':
    case 'expired':
    case 'abandoned':
    case 'in_review':
      return { title: t(`result.${view.status}.title`), text: t(`result.${view.status}.text`), mark: 'open' };
    default:
      return { title: t('waiting.title'), text: t('waiting.lead'), mark: 'open' };
  }
}

/** Looks again, now and then, whether somebody has decided. */
function Review({ session, view, take, onError, onAlternative }: ResultStepProps) {
  const { t, i18n } = useTranslation();
  const { run, busy, trouble, again } = useAction(onError);
  useEffect(() => {
    const timer = setInterval(() => run(async () => take(await session.view())), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [session, take, run]);
  if (view.status !== 'in_review') return null;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short' });
  return (
    <>
      {view.expected_by && (
        <p>{t('result.in_review.by', { time: time.format(new Date(view.expected_by)) })}</p>
      )}
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      {view.alternative_path_offered && <p>{t('result.in_review.offer')}</p>}
      <div className="buttons">
        <button type="button" disabled={busy} onClick={() => run(async () => take(await session.view()))}>
          {t('result.in_review.look')}
        </button>
        {view.alternative_path_offered && (
          <button type="button" onClick={onAlternative}>
            {t('ready.another')}
          </button>
        )}
      </div>
    </>
  );
}

/** Submits a session again that an outage has ended: nothing has to be taken anew. */
function Resume({ session, take, onError }: StepProps) {
  const { t } = useTranslation();
  const { run, busy, trouble, again } = useAction(onError);
  return (
    <>
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      <div className="buttons">
        <button
          type="button"
          className="primary"
          disabled={busy}
          onClick={() => run(async (key) => take(await session.submit(key)))}
        >
          {t('result.submitAgain')}
        </button>
      </div>
    </>
  );
}
