import '@cloudscape-design/global-styles/index.css';
import './shell/console.css';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { createRoot } from 'react-dom/client';
import { loadWebConfig } from '../config/web-config.ts';
import { useUserPool as configureUserPool } from '../sign-in/cognito.ts';
import { PAGES } from './pages.ts';
import { App } from './shell/app.tsx';
import { preferredMode, showMode } from './shell/color-mode.ts';
import { StartFault } from './shell/start-fault.tsx';

showMode(preferredMode());
const root = createRoot(document.getElementById('root') ?? document.body);
try {
  const config = await loadWebConfig();
  configureUserPool(config);
  root.render(
    <I18nProvider locale="en" messages={[messages]}>
      <App config={config} pages={PAGES} />
    </I18nProvider>,
  );
} catch (error) {
  root.render(<StartFault error={error} />);
}
