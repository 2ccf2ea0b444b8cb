// The page of a liveness check: the Amplify component as it comes from npm, and nothing around it.
import { FaceLivenessDetectorCore } from '@aws-amplify/ui-react-liveness';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '@aws-amplify/ui-react/styles.css';

const session = await (await fetch('session.json')).json();
const { sessionId, region, credentials, endpointOverride, showStartScreen = false } = session;
const root = createRoot(document.getElementById('root'));
const beside = (path) => new URL(path, location.href).href;

globalThis.outcome = undefined;
const finish = (outcome) => {
  if (globalThis.outcome) return;
  globalThis.outcome = outcome;
  fetch('outcome', { method: 'POST', body: JSON.stringify(outcome) });
  if (showStartScreen) root.render(createElement('p', {}, 'The check has ended. You may close this page.'));
};

root.render(
  createElement(FaceLivenessDetectorCore, {
    sessionId,
    region,
    disableStartScreen: !showStartScreen,
    onAnalysisComplete: async () => finish({ kind: 'complete' }),
    onError: ({ state, error }) =>
      finish({ kind: 'error', state, name: error?.name, message: error?.message ?? String(error) }),
    onUserCancel: () => finish({ kind: 'canceled' }),
    config: {
      credentialProvider: async () => credentials,
      binaryPath: beside('wasm/'),
      faceModelUrl: beside('face-model/model.json'),
      ...(endpointOverride ? { endpointOverride } : {}),
    },
  }),
);
