import { expect, it } from 'vitest';
import { passed, untilShown } from '../../../src/console/api/waiting.ts';

/** A tab of a browser that can be hidden. */
class Tab extends EventTarget {
  hidden = true;
  show(): void {
    this.hidden = false;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const asDocument = (tab: Tab) => tab as unknown as Document;

it('waits for a time, and no longer than somebody waits', async () => {
  const left = new AbortController();
  const waiting = passed(3_600_000, left.signal);
  left.abort();
  await waiting;
  await passed(0, new AbortController().signal);
});

it('waits until a hidden tab is shown', async () => {
  const tab = new Tab();
  let isOver = false;
  const waiting = untilShown(new AbortController().signal, asDocument(tab)).then(() => {
    isOver = true;
  });
  tab.dispatchEvent(new Event('visibilitychange'));
  await Promise.resolve();
  expect(isOver).toBe(false);
  tab.show();
  await waiting;
});

it('waits for no tab that is shown, nor after everybody has left', async () => {
  const shown = new Tab();
  shown.hidden = false;
  await untilShown(new AbortController().signal, asDocument(shown));
  const left = new AbortController();
  const waiting = untilShown(left.signal, asDocument(new Tab()));
  left.abort();
  await waiting;
  await untilShown(left.signal, asDocument(new Tab()));
});
