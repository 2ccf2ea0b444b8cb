import { useTranslation } from 'react-i18next';
import type { Session } from '../session/own-session.ts';
import { StepFrame } from '../ui/step-frame.tsx';
import { AnotherWay } from './another-way.tsx';
import type { Failure } from './failure.ts';

interface FailedCheckProps {
  readonly view: Session;
  readonly failure: Failure;
  readonly onAgain: () => void;
  readonly onAlternative: () => void;
}

/** Says what to change before the next check. */
export function FailedCheck({ view, failure, onAgain, onAlternative }: FailedCheckProps) {
  const { t } = useTranslation();
  return (
    <StepFrame title={t('face.failedTitle')}>
      <div className="notice" role="alert">
        {'fault' in failure ? (
          <p>{t(`face.failed.${failure.fault}`)}</p>
        ) : (
          <>
            <p>{t(`message.${failure.result.user_message_key ?? 'repeat_liveness_check'}`)}</p>
            <ul>
              {failure.result.feedback.map((hint) => (
                <li key={hint}>{t(`face.feedback.${hint}`)}</li>
              ))}
            </ul>
            <p className="hint">{t('page.attempts', { count: failure.result.attempts_remaining })}</p>
          </>
        )}
      </div>
      <div className="buttons">
        <button type="button" className="primary" onClick={onAgain}>
          {t('page.again')}
        </button>
        <AnotherWay view={view} onAlternative={onAlternative} />
      </div>
    </StepFrame>
  );
}
