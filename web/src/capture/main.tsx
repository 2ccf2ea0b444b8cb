import { createRoot } from 'react-dom/client';
import { loadWebConfig } from '../config/web-config.ts';
import { CapturePage } from './capture-page.tsx';
import { readAddress } from './entrance/address.ts';
import { loadTexts } from './texts/load-texts.ts';
import { languageOf, localeOf } from './texts/locale.ts';
import './capture.css';

const address = readAddress(location);
// a secret stays neither in the address bar nor in the history
if (location.hash) history.replaceState(null, '', location.pathname + location.search);

// another link in the same tab changes the fragment alone
addEventListener('hashchange', () => location.reload());

const wanted = [...(address.locale ? [address.locale] : []), ...navigator.languages];
const root = document.getElementById('root');
if (root) {
  const [config] = await Promise.all([loadWebConfig(), loadTexts(languageOf(wanted))]);
  // nothing of the laptop is loaded by the page of a deployment
  const local = config.local && (await import('./local/local-stage.ts')).localStage(config.local);
  createRoot(root).render(
    <CapturePage config={config} address={address} local={local} locale={localeOf(wanted)} />,
  );
}
