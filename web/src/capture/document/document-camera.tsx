import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stopCamera } from '../device/open-camera.ts';
import type { Finding } from './judge-document.ts';
import { jpegOf, judgeFrame } from './photo.ts';

interface DocumentCameraProps {
  readonly onPhoto: (photo: Blob) => void;
  readonly onFault: () => void;
  readonly onBack: () => void;
}

/** Time between two looks at the camera's picture: a phone has time for both, and a reader for each hint. */
const LOOK_MS = 700;

/** The camera on the back, with a frame for the document and a hint what to change. */
export function DocumentCamera({ onPhoto, onFault, onBack }: DocumentCameraProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [finding, setFinding] = useState<Finding | 'none'>();
  const fault = useRef(onFault);
  fault.current = onFault;
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isGone = false;
    const open = async () => {
      const opened = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
        audio: false,
      });
      stream = opened;
      if (isGone) stopCamera(opened);
      else if (video.current) video.current.srcObject = opened;
    };
    open().catch(() => fault.current());
    const timer = setInterval(() => {
      if (video.current?.videoWidth) setFinding(judgeFrame(video.current) ?? 'none');
    }, LOOK_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
      if (stream) stopCamera(stream);
    };
  }, []);
  const take = async () => {
    if (video.current?.videoWidth) onPhoto(await jpegOf(video.current));
  };
  return (
    <>
      <div className={`viewfinder ${finding === 'none' ? 'fine' : ''}`}>
        <video ref={video} autoPlay muted playsInline aria-label={t('ready.preview')} />
        <span className="frame" aria-hidden="true" />
      </div>
      <p className="guide" role="status">
        {finding === undefined
          ? t('document.guide')
          : finding === 'none'
            ? t('document.fine')
            : t(`document.finding.${finding}`)}
      </p>
      <div className="buttons">
        <button type="button" className="primary" onClick={take}>
          {t('document.take')}
        </button>
        <button type="button" onClick={onBack}>
          {t('page.back')}
        </button>
      </div>
    </>
  );
}
