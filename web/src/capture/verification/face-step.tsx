import { Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckFault } from '../liveness/check-fault.ts';
import { LazyLivenessCheck } from '../liveness/load-liveness.ts';
import type { LivenessSession } from '../session/own-session.ts';
import { isLocked } from '../session/trouble.ts';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import { AnotherWay, NoOtherWay } from './another-way.tsx';
import { FailedCheck } from './failed-check.tsx';
import type { Failure } from './failure.ts';
import type { StepProps } from './step-props.ts';

interface FaceStepProps extends StepProps {
  readonly onAlternative: () => void;
}

/** Faults in a row after which the connection, rather than the person, is at fault. */
const FAULTS_OF_CONNECTION: readonly CheckFault[] = ['CONNECTION_TIMEOUT', 'SERVER_ERROR'];

/** One liveness check, and another one as long as the session allows it. */
export function FaceStep(props: FaceStepProps) {
  const { session, view, take, advance, interrupt, onError, onAlternative } = props;
  const { t } = useTranslation();
  const [check, setCheck] = useState<LivenessSession>();
  const [taken, setTaken] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const { run, trouble, again } = useAction(onError);
  const create = useCallback(() => {
    setFailure(undefined);
    setCheck(undefined);
    setTaken(false);
    run(async (key) => setCheck(await session.createLiveness(key)));
  }, [run, session]);
  useEffect(create, [create]);

  const fail = (fault: CheckFault) => {
    setCheck(undefined);
    setFailure({ fault });
    if (FAULTS_OF_CONNECTION.includes(fault)) interrupt('connection_lost');
  };
  const complete = (id: string) => {
    setTaken(true);
    run(async (key) => {
      const result = await session.completeLiveness(id, key);
      setCheck(undefined);
      if (result.passed || !result.retryable) take(await session.view());
      else setFailure({ result });
    });
  };
  if (trouble)
    return (
      <StepFrame title={t('face.failedTitle')}>
        <TroubleNotice trouble={trouble} onAgain={again} />
        {isLocked(trouble) && <NoOtherWay view={view} />}
        <div className="buttons">
          {!trouble.repeatable && !isLocked(trouble) && (
            <button type="button" className="primary" onClick={create}>
              {t('page.again')}
            </button>
          )}
          <AnotherWay view={view} onAlternative={onAlternative} />
        </div>
      </StepFrame>
    );
  if (failure)
    return (
      <FailedCheck
        view={view}
        failure={failure}
        onAgain={() => advance({ ready: false })}
        onAlternative={onAlternative}
      />
    );
  if (!check || taken) return <Busy text={taken ? t('face.judging') : t('face.loading')} />;
  return (
    <StepFrame title={t('face.title')}>
      <Suspense fallback={<Busy text={t('face.loading')} />}>
        <LazyLivenessCheck
          check={check}
          onTaken={() => complete(check.liveness_session_id)}
          onFault={fail}
          onCancel={() => advance({ ready: false })}
        />
      </Suspense>
    </StepFrame>
  );
}
