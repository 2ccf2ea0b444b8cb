/** Resident memory of a worker that has loaded a bundle of 1 MB: `npm run bench -- registration`. */
const WORKER_BYTES = 25e6;
/** Share of the machine's memory that idle workers may hold; the rest is for browsers and editors. */
const SHARE_OF_MACHINE = 1 / 16;

/**
 * Number of idle workers to keep: as many as the templates can use, as far as the machine has the memory.
 * @param wanted by the templates
 */
export function warmWorkers(wanted: number, machineBytes: number): number {
  return Math.min(wanted, Math.floor((machineBytes * SHARE_OF_MACHINE) / WORKER_BYTES));
}
