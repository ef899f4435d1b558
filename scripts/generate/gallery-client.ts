import { readdirSync, readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const banner = '// Generated from action/src/gallery/client/ by `npm run generate`. Do not edit.\n';

/**
 * A module with two texts, the gallery's script and style sheet. The page contains both, and neither the terminal,
 * which runs sources, nor the Action, which is a single file, could read them from a folder.
 */
export async function generateGalleryClient(folder: string): Promise<string> {
  const script = await bundle(`${folder}/main.ts`);
  if (/<\/script|<!--/i.test(script)) throw new Error('the script would end the element that it is in');
  return `${banner}\nexport const clientScript = ${JSON.stringify(script)};\n\nexport const clientStyle = ${JSON.stringify(styles(`${folder}/style`))};\n`;
}

async function bundle(input: string): Promise<string> {
  const build = await rolldown({ input, platform: 'browser', tsconfig: false });
  const { output } = await build.generate({ format: 'iife', minify: true, comments: false });
  await build.close();
  return output[0].code.trim();
}

function styles(folder: string): string {
  const sheets = readdirSync(folder)
    .filter((name) => name.endsWith('.css'))
    .sort(byPurpose);
  return sheets.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('');
}

/** Orders the style sheets, the common ones first. */
function byPurpose(a: string, b: string): number {
  const order = ['base.css', 'page.css', 'review.css', 'card.css'];
  return order.indexOf(a) - order.indexOf(b);
}
