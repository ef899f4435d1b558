import { Liquid } from 'liquidjs';
import type { Json, JsonObject } from '../../digest.ts';
import { toPlainLiquid } from './plain-liquid.ts';
import type { KindRules } from './shelves.ts';
import type { Shelf, Stored } from './store.ts';

/**
 * Maximum sizes: the vendor's API reference, “Create Content Block” and “Create Email Template” (400 KB, in its 2026
 * text).
 */
const most = { name: 100, description: 250, block: 50 * 1024, body: 400 * 1024 } as const;
const liquid = new Liquid();
const blockName = /^[A-Za-z0-9_-]*$/;

/**
 * The rules for email templates. Error words are those of the vendor's API reference where it has them. Two templates
 * may have the same name.
 */
export const templateRules: KindRules = {
  word: 'Email Template',
  idField: 'email_template_id',
  items: 'templates',
  writable: ['template_name', 'subject', 'body', 'plaintext_body', 'preheader', 'should_inline_css', 'tags'],
  lean: ({ id, fields, created, updated }) => ({
    email_template_id: id,
    template_name: fields.template_name ?? '',
    created_at: created,
    updated_at: updated,
    tags: fields.tags ?? [],
  }),
  full: ({ id, fields, created, updated }) => ({
    email_template_id: id,
    description: '',
    tags: [],
    ...fields,
    created_at: created,
    updated_at: updated,
  }),
  problem(fields, _, stored) {
    if (isMissing(fields.template_name, stored)) return 'Template Name is required';
    for (const name of ['subject', 'body'] as const) {
      if (!stored && typeof fields[name] !== 'string') return `${name} is required`;
    }
    for (const name of ['template_name', 'subject', 'body', 'plaintext_body', 'preheader']) {
      if (fields[name] !== undefined && typeof fields[name] !== 'string') return `${name} must be a string`;
    }
    if (bytes(fields.body) > most.body) return 'Email body must be smaller than 400kb';
    return tagProblem(fields);
  },
};

export const blockRules: KindRules = {
  word: 'Content Block',
  idField: 'content_block_id',
  items: 'content_blocks',
  writable: ['name', 'description', 'content', 'state', 'tags'],
  lean: (stored) => ({
    content_block_id: stored.id,
    name: stored.fields.name ?? '',
    content_type: 'text',
    liquid_tag: liquidTag(stored),
    inclusion_count: 0,
    created_at: stored.created,
    last_edited: stored.updated,
    tags: stored.fields.tags ?? [],
  }),
  // The state of a content block is not returned.
  full: (stored) => ({
    content_block_id: stored.id,
    name: stored.fields.name ?? '',
    content: stored.fields.content ?? '',
    description: stored.fields.description ?? '',
    content_type: 'text',
    tags: stored.fields.tags ?? [],
    created_at: stored.created,
    last_edited: stored.updated,
    inclusion_count: 0,
  }),
  problem: (fields, blocks, stored) =>
    nameProblem(fields, blocks, stored) ?? contentProblem(fields, stored) ?? tagProblem(fields),
};

function nameProblem({ name, description, state }: JsonObject, blocks: Shelf, stored: Stored | undefined) {
  if (isMissing(name, stored)) return 'Content Block name cannot be blank';
  if (typeof name === 'string') {
    if (name.length >= most.name) return 'Content Block name must be shorter than 100 characters';
    if (!blockName.test(name)) return 'Content Block name can only contain alphanumeric characters';
    const isTaken = blocks.all().some((one) => one !== stored && one.fields.name === name);
    if (isTaken) return 'Content Block with this name already exists';
    const isActive = stored !== undefined && stored.fields.state !== 'draft';
    if (isActive && name !== stored.fields.name)
      return 'Content Block name cannot be updated for active Content Blocks';
  }
  if (description !== undefined && typeof description !== 'string') {
    return 'Content Block description must be a string';
  }
  if (description === '') return 'Content Block description cannot be blank';
  if ((description ?? '').length >= most.description) {
    return 'Content Block description must be shorter than 250 characters';
  }
  if (state !== undefined && state !== 'active' && state !== 'draft') {
    return 'Content Block state must be either active or draft';
  }
  return stored && state === 'draft' && stored.fields.state !== 'draft'
    ? 'Active Content Block can not be updated to Draft. Create a new Content Block.'
    : undefined;
}

function contentProblem({ content }: JsonObject, stored: Stored | undefined): string | undefined {
  if (isMissing(content, stored)) return 'Content cannot be blank';
  if (content === undefined) return undefined;
  if (typeof content !== 'string') return 'Content must be a string';
  if (bytes(content) >= most.block) return 'Content must be smaller than 50kb';
  return isMalformed(content) ? 'Content contains malformed liquid' : undefined;
}

/** The problem with given tags. An emulated workspace has no tags, because they cannot be created over the API. */
function tagProblem({ tags }: JsonObject): string | undefined {
  if (tags === undefined) return undefined;
  if (!Array.isArray(tags)) return 'Tags must be an array';
  return tags.length > 0 ? 'Some tags could not be found' : undefined;
}

/** Whether a required field is missing: absent from a new object, or given but empty. */
function isMissing(value: Json | undefined, stored: Stored | undefined): boolean {
  return value === undefined ? !stored : value === '';
}

function liquidTag({ fields }: Stored): string {
  return `{{content_blocks.\${${String(fields.name)}}}}`;
}

function bytes(text: Json | undefined): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : 0;
}

/**
 * Whether a text cannot be parsed, apart from `abort_message`, which is Braze's own tag. Unknown filters are accepted.
 */
function isMalformed(text: string): boolean {
  try {
    liquid.parse(toPlainLiquid(text.replace(/\{%-?\s*abort_message\b[^%]*%\}/g, '')));
    return false;
  } catch {
    return true;
  }
}
