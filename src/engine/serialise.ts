// Replies become bytes by a function compiled from their schema: what the schema does not name never leaves.
import fastJson, { type Schema } from 'fast-json-stringify'
import type { z } from 'zod'
import { jsonSchema } from './openapi.ts'

type Json = Record<string, unknown>

/** `anyOf [X, null]` written as `nullable`, which the compiler turns into one branch instead of a validation. */
const nullable = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(nullable)
  if (typeof schema !== 'object' || schema === null) return schema
  const { anyOf, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, nullable(value)]),
  ) as Json & { anyOf?: Json[] }
  if (!anyOf) return rest
  const others = anyOf.filter((one) => one.type !== 'null')
  const [only] = others
  if (!only || others.length > 1 || others.length === anyOf.length) return { ...rest, anyOf }
  // Anything at all, or nothing: the compiler writes it as it is.
  return only.type === undefined && only.anyOf === undefined ? rest : { ...rest, ...only, nullable: true }
}

type Write = (value: unknown) => string

const compiled = new WeakMap<z.core.$ZodType, Write>()

/** The writer of a reply, compiled when the first one is written: four hundred at once would hold up every start by a second. */
export const writerOf =
  (reply: z.core.$ZodType): Write =>
  (value) => {
    let write = compiled.get(reply)
    if (!write) {
      write = fastJson(nullable(jsonSchema(reply, 'output')) as Schema) as Write
      compiled.set(reply, write)
    }
    return write(value)
  }
