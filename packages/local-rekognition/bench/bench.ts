/*
 * npm run bench -- rekognition: the local Rekognition's speed. Progress in lines, then one line of JSON.
 * How each figure is taken, and what it means, is said where it is measured and in the README of the package.
 */
import { measureFaces } from './faces.ts';
import { measureSearch } from './search.ts';
import { measureService } from './service.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const search = measureSearch(say);
const faces = await measureFaces(say);
const service = await measureService(say);
// the overhead of the service over the networks of a call, as its users notice it: fewer images per second
const detect_overhead_ratio = service.overhead_ratio_1.DetectFacesAll;
say(JSON.stringify({ detect_overhead_ratio, ...faces, ...search, ...service }));
