import { FaceLivenessDetectorCore } from '@aws-amplify/ui-react-liveness';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import '@aws-amplify/ui-react/styles.css';
import '@aws-amplify/ui-react-liveness/styles.css';
import { usePage } from '../page-context.ts';
import type { LivenessSession } from '../session/own-session.ts';
import { type CheckFault, checkFaultOf } from './check-fault.ts';

type DetectorProps = ComponentProps<typeof FaceLivenessDetectorCore>;

interface LivenessCheckProps {
  readonly check: LivenessSession;
  readonly onTaken: () => void;
  readonly onFault: (fault: CheckFault) => void;
  readonly onCancel: () => void;
}

/** The check of the Amplify component as it comes from npm, with models from this site. */
export function LivenessCheck({ check, onTaken, onFault, onCancel }: LivenessCheckProps) {
  const { local } = usePage();
  const { t } = useTranslation();
  const { credentials } = check;
  const config: DetectorProps['config'] = {
    binaryPath: new URL('/liveness/', location.origin).href,
    faceModelUrl: new URL('/liveness/model.json', location.origin).href,
    credentialProvider: async () => ({
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.secret_access_key,
      sessionToken: credentials.session_token,
      expiration: new Date(credentials.expires_at),
    }),
    ...(local ? { endpointOverride: local.livenessEndpoint } : {}),
  };
  return (
    <div className="liveness" dir="ltr">
      <FaceLivenessDetectorCore
        sessionId={check.liveness_session_id}
        region={check.region}
        // the page's own screen before has said all that the component's says
        disableStartScreen
        onAnalysisComplete={async () => onTaken()}
        onError={({ state }) => onFault(checkFaultOf(state))}
        onUserCancel={onCancel}
        displayText={t('liveness', { returnObjects: true })}
        config={config}
      />
    </div>
  );
}
