import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Reply } from '../vendor.ts';
import { compileMustachio } from './mustachio.ts';
import { ok } from './reply.ts';

const parts = ['Subject', 'HtmlBody', 'TextBody'] as const;

/**
 * Handles `POST /templates/validate`: whether texts can be read, and what they render to with `TestRenderModel`. Not
 * imitated: the position of an error in the text, and a suggested model derived from the templates.
 */
export function validate(body: JsonObject): Reply {
  const model = isObject(body.TestRenderModel) ? body.TestRenderModel : {};
  const results: Record<string, JsonObject> = {};
  for (const part of parts) {
    const text = body[part];
    if (typeof text === 'string') results[part] = result(text, model);
  }
  const isValid = Object.values(results).every(({ ContentIsValid }) => ContentIsValid === true);
  return ok({ AllContentIsValid: isValid, ...results, SuggestedTemplateModel: model });
}

function result(text: string, model: JsonObject): JsonObject {
  try {
    return { ContentIsValid: true, ValidationErrors: [], RenderedContent: compileMustachio(text)(model, {}) };
  } catch (error) {
    const Message = (error as Error).message;
    return { ContentIsValid: false, ValidationErrors: [{ Message, Line: null, CharacterPosition: null }] };
  }
}
