// The page of the browser tests: the Amplify component as it comes from npm, and nothing around it.
import { FaceLivenessDetectorCore } from '@aws-amplify/ui-react-liveness';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '@aws-amplify/ui-react/styles.css';

const { sessionId, region, credentials } = JSON.parse(new URLSearchParams(location.search).get('session'));

globalThis.outcome = undefined;
const finish = (outcome) => {
  globalThis.outcome ??= outcome;
};

createRoot(document.getElementById('root')).render(
  createElement(FaceLivenessDetectorCore, {
    sessionId,
    region,
    disableStartScreen: true,
    onAnalysisComplete: async () => finish({ kind: 'complete' }),
    onError: ({ state, error }) =>
      finish({ kind: 'error', state, name: error?.name, message: error?.message ?? String(error) }),
    onUserCancel: () => finish({ kind: 'cancelled' }),
    config: {
      credentialProvider: async () => credentials,
      endpointOverride: location.origin,
      binaryPath: `${location.origin}/wasm/`,
      faceModelUrl: `${location.origin}/face-model/model.json`,
    },
  }),
);
