// A Vite plugin: beside each built asset lie its .gz and .br, so that the server never compresses anything itself.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const WORTH_IT = /\.(html|js|css|json|svg|webmanifest|txt)$/;
const BYTES_MIN = 256; // a smaller file fits one packet either way

export async function compressFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && WORTH_IT.test(entry.name))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        if (bytes.length < BYTES_MIN) return;
        const [gz, br] = await Promise.all([
          promisify(gzip)(bytes, { level: 9 }),
          promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        ]);
        await Promise.all([writeFile(`${path}.gz`, gz), writeFile(`${path}.br`, br)]);
      }),
  );
}

export function compress() {
  let folder;
  return {
    name: 'hoolin-compress',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: () => compressFolder(folder),
  };
}
