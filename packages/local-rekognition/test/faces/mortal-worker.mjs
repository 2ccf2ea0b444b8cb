import { parentPort } from 'node:worker_threads';

// answers with the number of faces it was asked for as a width, exits at 2, and throws at 4
parentPort.on('message', ({ maxFaces }) => {
  if (maxFaces === 2) process.exit(3);
  if (maxFaces === 4) throw new Error('a fault of the network');
  const analysis = { width: maxFaces, height: 0, orientationCorrected: false, faces: [] };
  parentPort.postMessage({ kind: 'analysis', analysis });
});
