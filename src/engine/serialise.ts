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

/** Compiles the writer of a reply. */
export const writerOf = (reply: z.core.$ZodType): ((value: unknown) => string) =>
  fastJson(nullable(jsonSchema(reply, 'output')) as Schema)
