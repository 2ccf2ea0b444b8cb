import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraFault } from '../device/camera-check.ts';
import { openFaceCamera, stopCamera } from '../device/open-camera.ts';
import { preloadLiveness } from '../liveness/load-liveness.ts';
import { LocalPhoto } from '../local-photo.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { AnotherWay } from './another-way.tsx';
import type { StepProps } from './step-props.ts';
import { TransactionPanel } from './transaction-panel.tsx';

interface CameraStepProps extends StepProps {
  readonly onAlternative: () => void;
  readonly onHandoff: () => void;
}

/** Checks that the camera suits, before a liveness check is paid for. */
export function CameraStep({ view, advance, interrupt, onAlternative, onHandoff }: CameraStepProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<CameraFault>();
  const [busy, setBusy] = useState(false);
  const reported = useRef<CameraFault>(undefined);
  const turnOn = async () => {
    setBusy(true);
    setFault(undefined);
    preloadLiveness();
    const camera = await openFaceCamera();
    setBusy(false);
    if (camera.stream) {
      stopCamera(camera.stream);
      advance({ cameraSuits: true });
      return;
    }
    setFault(camera.fault);
    if (reported.current !== camera.fault) interrupt(camera.fault);
    reported.current = camera.fault;
  };
  return (
    <StepFrame title={t('camera.title')}>
      <TransactionPanel view={view} />
      <p>{t('camera.lead')}</p>
      {fault && (
        <p className="notice trouble" role="alert">
          {t(`camera.${fault}`)}
        </p>
      )}
      <div className="buttons">
        <button type="button" className="primary" disabled={busy} onClick={turnOn}>
          {fault ? t('page.again') : t('camera.turnOn')}
        </button>
        {!isPhone() && (
          <button type="button" onClick={onHandoff}>
            {t('camera.phone')}
          </button>
        )}
        <AnotherWay view={view} onAlternative={onAlternative} className="link" />
      </div>
      <LocalPhoto />
    </StepFrame>
  );
}

/** Whether this is a phone already: tablets and touch screens are wider. */
const isPhone = (): boolean => matchMedia('(pointer: coarse) and (max-width: 40rem)').matches;
