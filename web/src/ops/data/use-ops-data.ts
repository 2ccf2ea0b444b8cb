import { useCallback, useEffect, useRef, useState } from 'react';
import { inOrder, type ShownAlarm, shownAlarm } from '../alarms/alarm.ts';
import { requestsOf } from '../dashboard/queries.ts';
import { type Series, seriesByWidget } from '../dashboard/series.ts';
import type { Dashboard } from '../dashboard/widget.ts';
import { opsApi } from './ops-api.ts';

/** A dashboard with the values of its widgets, by their index. */
export interface FilledDashboard extends Dashboard {
  readonly series: ReadonlyMap<number, readonly Series[]>;
}

export interface OpsData {
  readonly dashboards: readonly FilledDashboard[];
  readonly alarms: readonly ShownAlarm[];
  /** Time that is shown, in seconds. */
  readonly seconds: number;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

export interface Refreshed {
  /** The last data that could be read. */
  readonly data: OpsData | undefined;
  /** Why the newest could not be read. */
  readonly fault: string | undefined;
  readonly refresh: () => void;
}

/** Metrics are a few seconds old when they can be read at all. */
const REFRESH_MS = 10_000;

/** Reads everything that the page shows, again every ten seconds while the page is looked at. */
export function useOpsData(seconds: number): Refreshed {
  const [data, setData] = useState<OpsData>();
  const [fault, setFault] = useState<string>();
  const reading = useRef<AbortController>(undefined);

  const refresh = useCallback(async () => {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    const { signal } = controller;
    try {
      const read = await readAll(seconds);
      if (signal.aborted) return;
      setData(read);
      setFault(undefined);
    } catch (error) {
      if (!signal.aborted) setFault(error instanceof Error ? error.message : String(error));
    }
  }, [seconds]);

  useEffect(() => {
    const refreshIfSeen = (): void => {
      if (document.visibilityState === 'visible') void refresh();
    };
    void refresh();
    const timer = setInterval(refreshIfSeen, REFRESH_MS);
    document.addEventListener('visibilitychange', refreshIfSeen);
    return () => {
      reading.current?.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refreshIfSeen);
    };
  }, [refresh]);

  return { data, fault, refresh };
}

async function readAll(seconds: number): Promise<OpsData> {
  const readAt = Date.now();
  const [dashboards, alarms] = await Promise.all([opsApi.dashboards(), opsApi.alarms()]);
  const filled = await Promise.all(
    dashboards.map(async (dashboard) => {
      const requests = requestsOf(dashboard, { end: readAt, seconds });
      const results = (await Promise.all(requests.map(opsApi.metrics))).flat();
      return { ...dashboard, series: seriesByWidget(dashboard, results) };
    }),
  );
  return { dashboards: filled, alarms: inOrder(alarms.map(shownAlarm)), seconds, readAt };
}

/** Returns the time now, again every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
