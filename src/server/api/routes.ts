import {
  listCertificates,
  revokeCertificate,
  showCertificate,
  verifyCertificate,
  verifyCertificateFile,
} from "./certificates.ts";
import { listEvents } from "./events.ts";
import { listMixtures, showMixture } from "./mixtures.ts";
import { importPolicy, listPolicies, promotePolicy, rollbackPolicy, showPolicy } from "./policies.ts";
import { explainRequest, listRequests, showRequest, showTotals } from "./requests.ts";

/** Everything under /api. A new one is a route and a line here. */
export const API_ROUTES = {
  listMixtures,
  showMixture,
  listPolicies,
  showPolicy,
  importPolicy,
  promotePolicy,
  rollbackPolicy,
  listEvents,
  listCertificates,
  showCertificate,
  verifyCertificate,
  verifyCertificateFile,
  revokeCertificate,
  listRequests,
  showRequest,
  explainRequest,
  showTotals,
} as const;

export type ApiRoutes = typeof API_ROUTES;
export type ApiRouteName = keyof ApiRoutes;
export type ApiReply<Name extends ApiRouteName> = Awaited<ReturnType<ApiRoutes[Name]["handle"]>>;
