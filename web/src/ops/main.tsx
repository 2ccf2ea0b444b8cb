import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadWebConfig } from '../config/web-config.ts';
import { InAwsPage } from './in-aws-page.tsx';
import { OpsPage } from './ops-page.tsx';
import { RunbookPage } from './runbook-page.tsx';
import './ops.css';

const RUNBOOK_PATH = '/ops/runbook';

async function show(root: HTMLElement): Promise<void> {
  const { local, region } = await loadWebConfig();
  const page = location.pathname.startsWith(RUNBOOK_PATH) ? <RunbookPage /> : <OpsPage />;
  createRoot(root).render(<StrictMode>{local ? page : <InAwsPage region={region} />}</StrictMode>);
}

const root = document.getElementById('root');
if (root)
  show(root).catch((error: Error) => {
    root.textContent = `This page could not start. ${error.message}`;
  });
