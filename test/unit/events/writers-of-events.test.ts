import { expect, it } from 'vitest';
import { OUTBOX_EVENT_TYPES } from '../../../lambda/kernel/outbox-event.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

/** Files that list types; whoever writes an event is elsewhere. */
const LISTS = /^lambda\/(kernel\/outbox-|events\/)/;

const sources = sourceFilesOf('lambda').filter(({ path }) => !LISTS.test(path));

it.each(OUTBOX_EVENT_TYPES)('%s is written by somebody', (type) => {
  const [noun, change] = type.split('.');
  const writers = sources.filter(
    ({ text }) =>
      text.includes(`'${type}'`) || (text.includes(`\`${noun}.\${`) && text.includes(`'${change}'`)),
  );
  // a type that is put together takes its end from its caller
  const composers = sources.filter(({ text }) => text.includes(`\`${noun}.\${`));
  const callers = sources.filter(
    ({ path, text }) =>
      composers.some((composer) => path.startsWith(composer.path.split('/').slice(0, 2).join('/'))) &&
      text.includes(`'${change}'`),
  );
  expect([...writers, ...callers].map(({ path }) => path)).not.toEqual([]);
});
