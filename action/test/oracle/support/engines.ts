import { compileBraze } from '../../../src/emulators/braze/render.ts';
import { compileIterable } from '../../../src/emulators/iterable/render.ts';
import { compilePostmark } from '../../../src/emulators/postmark/render.ts';
import type { Compile, SendData } from '../../../src/emulators/rendering.ts';
import { compileSendgrid, compileSendgridPreview } from '../../../src/emulators/sendgrid/render.ts';
import type { DialectId } from '../../../src/template/dialects/dialect.ts';

/** Renders emitted fields as a vendor would. */
export interface Engine {
  readonly name: string;
  readonly dialect: DialectId;
  /** Reads a field once, to be rendered with any data. */
  readonly compile: Compile;
  render(text: string, data: SendData): string;
}

function engine(name: string, dialect: DialectId, compile: Compile): Engine {
  return { name, dialect, compile, render: (text, data) => compile(text)(data) };
}

/** SendGrid twice: as mail is delivered, and as its editor shows it, where helper blocks lose the current item. */
export const engines: readonly Engine[] = [
  engine('sendgrid', 'sendgrid', compileSendgrid),
  engine('sendgrid preview', 'sendgrid', compileSendgridPreview),
  engine('braze', 'braze', compileBraze),
  engine('iterable', 'iterable', compileIterable),
  engine('mustachio', 'mustachio', compilePostmark),
];
