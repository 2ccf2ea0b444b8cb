import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

/** A record of a log: a JSON document, and bytes (a face vector) that can be erased later. */
export interface LogRecord<T> {
  readonly document: T;
  readonly payload?: Uint8Array;
}

/** Where a record's payload is in the file. */
export interface PayloadPosition {
  readonly offset: number;
  readonly length: number;
}

/** Called for each record of the file, oldest first. An erased payload is empty. */
export type RecordVisitor<T> = (document: T, payload: Uint8Array, position: PayloadPosition) => void;

/**
 * An append-only file of records: what `append` has acknowledged survives kill -9 and power loss.
 * Calls must not overlap; the owner of the log serializes them.
 */
export interface RecordLog<T> {
  /** Resolves when the records are on disk, all of them; when it rejects, none of them is in the log. */
  append(records: readonly LogRecord<T>[]): Promise<readonly PayloadPosition[]>;
  /** Overwrites payloads with zeros, on disk: how a deleted vector is deleted. */
  erase(positions: readonly PayloadPosition[]): Promise<void>;
  /**
   * Replaces the whole file, atomically: how a log that is mostly history is made small again. When it
   * rejects, the file holds the old records or the new ones, and must be opened again to know which.
   */
  rewrite(records: Iterable<LogRecord<T>>): Promise<readonly PayloadPosition[]>;
  close(): Promise<void>;
}

/**
 * Lengths of document and payload, number of records that follow in the same append, then two checksums: of
 * those three and the document, and of the payload.
 */
const HEADER_BYTES = 20;
const CHECKED_HEADER_BYTES = 12;
const READ_BYTES = 4 << 20;

/** No honest record is longer: a length above it is damage, and must not be allocated. */
const MAX_RECORD_BYTES = 16 << 20;

/**
 * Opens (or creates) a log. The end of an append that a crash has cut off was never acknowledged and is
 * dropped; damage anywhere else rejects.
 */
export async function openRecordLog<T>(file: string, visit: RecordVisitor<T>): Promise<RecordLog<T>> {
  await mkdir(dirname(file), { recursive: true });
  let handle = await open(file, 'r+').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const created = await open(file, 'w+');
    await syncDirectory(dirname(file));
    return created;
  });
  let size: number;
  try {
    size = await replay(handle, file, visit);
    await handle.truncate(size);
  } catch (error) {
    await handle.close();
    throw error;
  }

  return {
    append: async (records) => {
      const { bytes, positions } = encode(records, size);
      try {
        await writeAt(handle, bytes, size);
        await handle.datasync();
      } catch (error) {
        // the next append begins at the same place, whether this cleans up or not
        await handle.truncate(size).catch(() => {});
        throw error;
      }
      size += bytes.length;
      return positions;
    },
    erase: async (positions) => {
      for (const { offset, length } of positions) await writeAt(handle, Buffer.alloc(length), offset);
      if (positions.length > 0) await handle.datasync();
    },
    rewrite: async (records) => {
      const { replacement, length, positions } = await writeAnew(`${file}.new`, records);
      await rename(`${file}.new`, file);
      const replaced = handle;
      handle = replacement;
      size = length;
      await replaced.close();
      await syncDirectory(dirname(file));
      return positions;
    },
    close: () => handle.close(),
  };
}

/** Writes records into a file of their own, durably, and keeps it open. */
async function writeAnew<T>(file: string, records: Iterable<LogRecord<T>>) {
  const replacement = await open(file, 'w+');
  try {
    const positions: PayloadPosition[] = [];
    let length = 0;
    for (const batch of batches(records)) {
      const encoded = encode(batch, length);
      await writeAt(replacement, encoded.bytes, length);
      length += encoded.bytes.length;
      positions.push(...encoded.positions);
    }
    await replacement.datasync();
    return { replacement, length, positions };
  } catch (error) {
    await replacement.close();
    throw error;
  }
}

/** Writes all of it: one write may write less than it was given. */
async function writeAt(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, offset + written);
    written += bytesWritten;
  }
}

/** Makes a rename or a new file in a directory durable. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function* batches<T>(records: Iterable<LogRecord<T>>): Generator<LogRecord<T>[]> {
  const recordsOfBatch = 512;
  let batch: LogRecord<T>[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length === recordsOfBatch) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function encode<T>(
  records: readonly LogRecord<T>[],
  start: number,
): { bytes: Buffer; positions: PayloadPosition[] } {
  const parts: Uint8Array[] = [];
  const positions: PayloadPosition[] = [];
  let offset = start;
  for (const [index, record] of records.entries()) {
    const document = Buffer.from(JSON.stringify(record.document));
    const payload = record.payload ?? new Uint8Array();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(document.length, 0);
    header.writeUInt32LE(payload.length, 4);
    header.writeUInt32LE(records.length - 1 - index, 8);
    header.writeUInt32LE(crc32(document, crc32(header.subarray(0, CHECKED_HEADER_BYTES))), 12);
    header.writeUInt32LE(crc32(payload), 16);
    parts.push(header, document, payload);
    positions.push({ offset: offset + HEADER_BYTES + document.length, length: payload.length });
    offset += HEADER_BYTES + document.length + payload.length;
  }
  return { bytes: Buffer.concat(parts), positions };
}

/**
 * Visits the records of every whole append and returns the length of the file up to the end of the last one.
 */
async function replay<T>(handle: FileHandle, file: string, visit: RecordVisitor<T>): Promise<number> {
  const reader = await windowedReader(handle);
  let acknowledged = 0;
  let offset = 0;
  let append: Parameters<RecordVisitor<T>>[] = [];
  for (;;) {
    const header = await reader.read(offset, HEADER_BYTES);
    if (!header) return acknowledged;
    const documentLength = header.readUInt32LE(0);
    const length = HEADER_BYTES + documentLength + header.readUInt32LE(4);
    const record = length > MAX_RECORD_BYTES ? undefined : await reader.read(offset, length);
    if (!record) return acknowledged;
    const document = record.subarray(HEADER_BYTES, HEADER_BYTES + documentLength);
    if (crc32(document, crc32(record.subarray(0, CHECKED_HEADER_BYTES))) !== record.readUInt32LE(12)) {
      return acknowledged;
    }
    const payload = record.subarray(HEADER_BYTES + documentLength);
    const intact = crc32(payload) === record.readUInt32LE(16);
    const erased = !intact && payload.every((byte) => byte === 0);
    if (!intact && !erased) {
      if (offset + length === reader.end) return acknowledged;
      throw new Error(`${file} is damaged at byte ${offset}: restore it or delete the collection`);
    }
    const position = { offset: offset + HEADER_BYTES + documentLength, length: payload.length };
    append.push([JSON.parse(document.toString('utf8')) as T, erased ? new Uint8Array() : payload, position]);
    offset += length;
    if (record.readUInt32LE(8) > 0) continue;
    for (const visited of append) visit(...visited);
    append = [];
    acknowledged = offset;
  }
}

/** Reads a file from front to back in large pieces; what it has given stays valid. */
async function windowedReader(handle: FileHandle) {
  const { size: end } = await handle.stat();
  let window = Buffer.alloc(0);
  let start = 0;
  return {
    end,
    /** The bytes [offset, offset + length), or nothing if the file ends before. */
    read: async (offset: number, length: number): Promise<Buffer | undefined> => {
      if (offset + length > end) return undefined;
      if (offset + length > start + window.length) {
        const wanted = Math.min(end - offset, Math.max(READ_BYTES, length));
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset);
        window = buffer.subarray(0, bytesRead);
        start = offset;
      }
      const bytes = window.subarray(offset - start, offset - start + length);
      return bytes.length === length ? bytes : undefined;
    },
  };
}
