/*
 * npm run bench -- rekognition: the local Rekognition's speed. Progress in lines, then one line of JSON.
 * How each figure is taken, and what it means, is said where it is measured and in local/rekognition/README.md.
 */
import { measureSearch } from './rekognition-search.ts';
import { measureService } from './rekognition-service.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const search = measureSearch(say);
const service = await measureService(say);
say(JSON.stringify({ ...search, ...service }));
