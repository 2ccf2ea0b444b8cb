import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openFaceCamera, stopCamera } from '../device/open-camera.ts';
import { StepFrame } from '../ui/step-frame.tsx';
import { AnotherWay, NoOtherWay } from './another-way.tsx';
import type { StepProps } from './step-props.ts';
import { TransactionPanel } from './transaction-panel.tsx';

interface ReadyStepProps extends StepProps {
  readonly onAlternative: () => void;
}

/** Tells what the check needs and whom it may harm, and offers another way. */
export function ReadyStep({ view, advance, onAlternative }: ReadyStepProps) {
  const { t } = useTranslation();
  const flashes = view.alternative_path?.means !== 'movement_challenge';
  return (
    <StepFrame title={t('ready.title')}>
      <TransactionPanel view={view} />
      <Preview label={t('ready.preview')} />
      <ul className="tips">
        <li>{t('ready.tipLight')}</li>
        <li>{t('ready.tipScreen')}</li>
        <li>{t('ready.tipFace')}</li>
        <li>{t('ready.tipHold')}</li>
      </ul>
      {flashes ? (
        <div className="notice warning" role="note">
          <p>
            <strong>{t('ready.warningTitle')}</strong>
          </p>
          <p>{t('ready.warning')}</p>
          <NoOtherWay view={view} />
        </div>
      ) : (
        <p className="notice">{t('ready.movement')}</p>
      )}
      <div className="buttons">
        <button type="button" className="primary" onClick={() => advance({ ready: true })}>
          {t('ready.start')}
        </button>
        <AnotherWay view={view} onAlternative={onAlternative} />
      </div>
    </StepFrame>
  );
}

/** Shows the person their own picture, as in a mirror. */
function Preview({ label }: { readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isGone = false;
    void openFaceCamera().then((camera) => {
      stream = camera.stream;
      if (isGone && stream) stopCamera(stream);
      else if (video.current && stream) video.current.srcObject = stream;
    });
    return () => {
      isGone = true;
      if (stream) stopCamera(stream);
    };
  }, []);
  return <video className="preview mirrored" ref={video} autoPlay muted playsInline aria-label={label} />;
}
