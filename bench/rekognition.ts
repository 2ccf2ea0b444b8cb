/*
 * npm run bench -- rekognition: the local Rekognition's speed. Progress in lines, then one line of JSON.
 * How each figure is taken, and what it means, is said where it is measured and in local/rekognition/README.md.
 */
import { measureFaces } from './rekognition-faces.ts';
import { measureSearch } from './rekognition-search.ts';
import { measureService } from './rekognition-service.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const search = measureSearch(say);
const faces = await measureFaces(say);
const service = await measureService(say);
// a call against the networks that it runs: what the protocol adds to the engine, and the engine to the networks
const overhead = service.http_overhead_ratio * faces.detect_all_model_ratio;
const detect_overhead_ratio = Math.round(overhead * 100) / 100;
say(JSON.stringify({ detect_overhead_ratio, ...faces, ...search, ...service }));
