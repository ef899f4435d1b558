import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateTypes } from './generate/types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

writeFileSync(`${root}action/src/generated/index.ts`, await generateTypes(`${root}schemas`));
