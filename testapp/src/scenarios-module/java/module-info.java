/* SPDX-License-Identifier: Apache-2.0 */
/** An application in a named module that reads nothing but java.base and exports nothing. */
module com.acme.modular {}
