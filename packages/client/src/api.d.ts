/** Generated from docs/openapi.json by `npm run openapi`. */

export interface paths {
    "/verification-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List verification sessions by status or user, newest first.
         * @description Requires one of the scopes `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-verification-sessions"];
        put?: never;
        /**
         * Create a verification session.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["create-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a verification session.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-verification-session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an upload form for the photo of the identity document.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["create-document-upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consent-texts/{notice_version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the consent text of a version that fits a person best.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-consent-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/alternative-path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another path than the liveness check.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["take-alternative-path"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a session.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["cancel-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/interruption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report why the person of a session stops.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`.
         */
        post: operations["report-interruption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/capture-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a link with which another device goes on, such as a phone that reads a QR code.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`.
         */
        post: operations["create-capture-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a session's report: every check with scores, reasons and cost.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.reports`.
         */
        get: operations["get-verification-report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/step-up-proofs/{jti}/consume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Spend the proof of a step-up, once, before the transaction is executed.
         * @description Requires the scope `face-idv/verifications.proofs`.
         */
        post: operations["consume-step-up-proof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a verification session once it is decided, waiting some seconds for it.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["await-decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/liveness-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a liveness check.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["create-liveness-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/liveness-sessions/{liveness_session_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a liveness check.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["complete-liveness-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a session for a decision, or again to resume one that shows `resumable_until`.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["submit-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consent-texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the consent texts, without what they say.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-consent-texts"];
        put?: never;
        /**
         * Publish a consent text, which never changes afterwards.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["publish-consent-text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a user's consent receipts, newest first.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-consents"];
        put?: never;
        /**
         * Record that a person consents to a text, and get the receipt.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["give-consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consents/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw consent: nothing of the person is processed any more, and their erasure begins.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.users`, `face-idv/verifications.operate`.
         */
        post: operations["withdraw-consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/faces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a user's enrolled faces.
         * @description Requires one of the scopes `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        get: operations["list-user-faces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/faces/{face_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an enrolled face. A user without faces can be registered again.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        delete: operations["delete-user-face"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/data-export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what is stored about a user.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        get: operations["export-user-data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification-sessions/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain the decision of a session to its person.
         * @description Requires one of the scopes `face-idv/verifications.self`, `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["explain-decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/repudiation-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a link for the notice of an enrollment, by which its person can deny it.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        post: operations["create-repudiation-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/repudiations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Freeze a user whose person says that they did not enroll.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        post: operations["repudiate-enrollment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a frozen user.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["release-user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/lockout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user's lockout.
         * @description Requires one of the scopes `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-user-lockout"];
        put?: never;
        post?: never;
        /**
         * Lift a user's lockout and reset the count of failed liveness checks.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        delete: operations["lift-user-lockout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{device_id}/lockout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a device's lockout.
         * @description Requires one of the scopes `face-idv/verifications.manage`, `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-device-lockout"];
        put?: never;
        post?: never;
        /**
         * Lift a device's lockout and reset the count of failed liveness checks.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        delete: operations["lift-device-lockout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/test-helpers/verification-sessions/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate an outcome of a test session.
         * @description Requires one of the scopes `face-idv/verifications.manage`, `face-idv/verifications.operate`.
         */
        post: operations["simulate-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the cases that wait for a person, or were decided, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-review-cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a case with the reports and enrolled faces of its people.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-review-case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a case, or assign it to another operator.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["assign-review-case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a case back.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["unassign-review-case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a note to a case that is not decided.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["add-review-case-note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a finding on a case that is assigned to the caller.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["decide-review-case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a decided case.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["reopen-review-case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review-cases/{id}/image-views/{image}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * View one image of a case; who views it, which and why is recorded first.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["view-review-case-image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/liveness-labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the labels of sampled liveness checks, the newest sample first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.reports`.
         */
        get: operations["list-liveness-labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the watchlists, which the configuration declares.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-watchlists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the entries of a watchlist, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-watchlist-entries"];
        put?: never;
        /**
         * Add an entry to a watchlist, from the selfie of a session or an image to upload.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["create-watchlist-entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists/{id}/entries/{entry_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Index the image of an entry, so that registrations are compared with it.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["complete-watchlist-entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists/{id}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an entry of a watchlist.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-watchlist-entry"];
        put?: never;
        post?: never;
        /**
         * Delete an entry with its face and image.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        delete: operations["delete-watchlist-entry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the policies, one for each session type.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the policy of a session type.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a policy, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-policy-versions"];
        put?: never;
        /**
         * Add a version to a policy; it decides nothing until it is activated.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["create-policy-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a policy with its document.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-policy-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/versions/{version}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a version of a policy with another.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["compare-policy-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/versions/{version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have new sessions decided by a version.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["activate-policy-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have new sessions decided by the version that was active before.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["roll-back-policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/{id}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a version of a policy on the newest decided sessions.
         * @description Requires one of the scopes `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        post: operations["simulate-policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhook endpoints, oldest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        get: operations["list-webhook-endpoints"];
        put?: never;
        /**
         * Create a webhook endpoint, which receives events from now on.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        post: operations["create-webhook-endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook endpoint.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        get: operations["get-webhook-endpoint"];
        put?: never;
        /**
         * Change a webhook endpoint, or enable it again.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        post: operations["change-webhook-endpoint"];
        /**
         * Delete a webhook endpoint with its secrets.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        delete: operations["delete-webhook-endpoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook endpoint a new secret; for some hours the one before it signs as well.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        post: operations["rotate-webhook-secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a webhook endpoint, once, whether it is enabled or not.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        post: operations["send-webhook-test-event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries to a webhook endpoint, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        get: operations["list-webhook-deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event, or those of a time, to a webhook endpoint again.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.webhooks`.
         */
        post: operations["replay-webhook-events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what operators read and changed, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-audit-entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/index-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List index jobs, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-index-jobs"];
        put?: never;
        /**
         * Create an index job and get the upload forms for its manifest and images.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["create-index-job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/index-jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an index job: progress, cost and estimated time of completion.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-index-job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/index-jobs/{id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start, pause, resume or cancel an index job.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["change-index-job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List migrations, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-migrations"];
        put?: never;
        /**
         * Create a migration of all faces to another generation of collections.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["create-migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a migration: progress, cost and faces that could not be moved.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-migration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migrations/{id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cut over, roll back, drain, cancel or resume a migration.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["change-migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the collections of every generation with their fill and face model.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-collections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reconciliations, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["list-reconciliations"];
        put?: never;
        /**
         * Start a reconciliation: compare the collections with the face mapping and repair mismatches according to policy.
         * @description Requires the scope `face-idv/verifications.operate`.
         */
        post: operations["create-reconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a reconciliation: findings and repairs.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`.
         */
        get: operations["get-reconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/erasure-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the erasures of a user, newest first.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        get: operations["list-erasure-requests"];
        put?: never;
        /**
         * Erase all that is held of a user.
         * @description Requires one of the scopes `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        post: operations["request-erasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/erasure-requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an erasure: its steps, what is not confirmed yet, and the receipt.
         * @description Requires one of the scopes `face-idv/verifications.view`, `face-idv/verifications.review`, `face-idv/verifications.operate`, `face-idv/verifications.users`.
         */
        get: operations["get-erasure-request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a verification session.
         * @description As `get-verification-session`, on the session of the client token.
         */
        get: operations["client-get-verification-session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an upload form for the photo of the identity document.
         * @description As `create-document-upload`, on the session of the client token.
         */
        post: operations["client-create-document-upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/consent-texts/{notice_version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the consent text of a version that fits a person best.
         * @description As `get-consent-text`, on the session of the client token.
         */
        get: operations["client-get-consent-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/alternative-path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another path than the liveness check.
         * @description As `take-alternative-path`, on the session of the client token.
         */
        post: operations["client-take-alternative-path"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a session.
         * @description As `cancel-verification-session`, on the session of the client token.
         */
        post: operations["client-cancel-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/interruption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report why the person of a session stops.
         * @description As `report-interruption`, on the session of the client token.
         */
        post: operations["client-report-interruption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/capture-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a link with which another device goes on, such as a phone that reads a QR code.
         * @description As `create-capture-link`, on the session of the client token.
         */
        post: operations["client-create-capture-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a verification session once it is decided, waiting some seconds for it.
         * @description As `await-decision`, on the session of the client token.
         */
        get: operations["client-await-decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/liveness-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a liveness check.
         * @description As `create-liveness-session`, on the session of the client token.
         */
        post: operations["client-create-liveness-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/liveness-sessions/{liveness_session_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a liveness check.
         * @description As `complete-liveness-session`, on the session of the client token.
         */
        post: operations["client-complete-liveness-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-session/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a session for a decision, or again to resume one that shows `resumable_until`.
         * @description As `submit-verification-session`, on the session of the client token.
         */
        post: operations["client-submit-verification-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/capture-links/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the secret of a capture link for the token of its session, once.
         * @description Takes no token: the secret in the body is the credential. Every secret that is not valid gets one answer.
         */
        post: operations["exchange-capture-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the public keys that verify proofs of step-ups.
         * @description Takes no token. The answer may be kept for 300 seconds.
         */
        get: operations["list-signing-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/repudiations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deny an enrollment by the token of its notice, once.
         * @description Takes no token: the secret in the body is the credential. Every secret that is not valid gets one answer.
         */
        post: operations["repudiate-by-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The session ended after the person did some of the steps. */
        AbandonedSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "abandoned";
        };
        AddReviewCaseNote: {
            /** @description Shown to every operator who reads the case. */
            text: string;
        };
        /** @enum {string} */
        AlternativeMeans: "movement_challenge" | "document_review";
        /** @enum {string} */
        AlternativeReason: "photosensitive" | "no_suitable_camera" | "does_not_want_face_check" | "other";
        /** @description The person is verified. */
        ApprovedSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "approved";
            decision: {
                /** @constant */
                outcome: "approved";
                /**
                 * @description Present if a reviewer accepted the document instead: no face is enrolled.
                 * @constant
                 */
                means?: "document_review";
            };
            /** @description Of a step-up, for five minutes, when this session alone is read: a signed JWT that the person has approved the transaction. It is shown until it expires, also once it was consumed. It is a credential: keep it out of logs. */
            step_up_proof?: string;
        };
        AssignReviewCase: {
            /** @description `sub` of the operator; the caller by default. Others are for administrators. */
            assignee?: string;
        };
        /** @description Why the last attempt failed: upload another document and submit again, with new Idempotency-Keys. `attempts_remaining` says how many documents may still fail. */
        AttemptError: {
            /** @enum {string} */
            code: "photograph_again" | "person_not_matched";
            user_message_key: components["schemas"]["UserMessageKey"];
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            subject: string;
            client_id?: string;
            action: string;
            target: string;
            reason?: string;
            request_id: string;
            /** Format: date-time */
            ended_at?: string;
            /** @enum {string} */
            outcome: "done" | "replayed" | "refused" | "failed" | "unknown";
            code?: string;
            created_id?: string;
        };
        AuditEntryPage: {
            data: components["schemas"]["AuditEntry"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        /** @description The session was canceled before a decision. */
        CanceledSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "canceled";
        };
        CaptureLink: {
            /**
             * Format: uri
             * @description Address of the capture page with the secret in its fragment: show it as a QR code. It works once.
             */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        ChangeMigration: {
            /** @description For cut-over and roll-back: proceed although some images have no face in the other generation. Default: `false`. */
            accept_missing?: boolean;
            /** @description For cut-over: proceed although the two generations agree less often than required. Default: `false`. */
            accept_disagreement?: boolean;
        };
        ChangeWebhookEndpoint: {
            /** @description Where events are posted: https, on the public internet, without a user name or fragment. */
            url?: string;
            description?: string | null;
            /** @description `null` for all types. */
            event_types?: ("verification_session.created" | "verification_session.liveness_started" | "verification_session.liveness_passed" | "verification_session.liveness_failed" | "verification_session.declined" | "verification_session.alternative_path_taken" | "verification_session.held" | "verification_session.submitted" | "verification_session.canceled" | "verification_session.expired" | "verification_session.abandoned" | "verification_session.approved" | "verification_session.requires_input" | "verification_session.failed" | "verification_session.finding_recorded" | "verification_session.resumed" | "verification_session.resubmitted" | "consent.given" | "consent.withdrawn" | "enrollment.added" | "enrollment.removed" | "erasure.completed" | "erasure.overdue" | "erasure.requested" | "lockout.lifted" | "lockout.started" | "review_case.closed" | "review_case.decided" | "review_case.opened" | "review_case.overdue" | "user.frozen" | "user.released" | "user.takeover_suspected" | "webhook_endpoint.disabled")[] | null;
            /** @description Whether events hold the reasons of decisions, which show a fraudster what to change. Only operators, and backends with the scope `reports`, may ask for them. */
            with_reasons?: boolean;
            /**
             * @description `enabled` sends events again, from now on; replay those that were missed.
             * @enum {string}
             */
            status?: "enabled" | "disabled";
        };
        Collection: {
            /** @description Name of the collection, as findings of reconciliations have it. */
            id: string;
            generation: string;
            /**
             * @description `active` is read and written; `filling` is also written, by a migration; `previous` is still written after a cut-over, for a roll-back; `emptying` is being emptied; `retired` was used before; `unused` was not used yet.
             * @enum {string}
             */
            state: "active" | "filling" | "previous" | "emptying" | "retired" | "unused";
            /** @description Watchlist whose faces it holds; absent for the faces of users. */
            list_id?: string;
            shard: number;
            /** @description Number of shards that the generation has. */
            shards: number;
            shard_key: {
                /** @enum {string} */
                kind: "hash" | "last_digit" | "attribute";
                attribute?: string;
            };
            /**
             * @description What a search compares with.
             * @enum {string}
             */
            vectors: "face" | "user";
            /** @description Maximum number of face vectors of a collection. */
            face_limit: number;
            /** @description Number of face vectors; absent if the collection is not there. */
            faces?: number;
            /** @description Number of user vectors. */
            users?: number;
            /** @description Share of the limit that is used, of faces or of user vectors, whichever is higher. */
            fill_percent?: number;
            face_model_version?: string;
            /** @description Its copy, in a deployment with a second region; without measures if that region did not answer. */
            second_region?: {
                region: string;
                /** @description Whether it has every enrolled face of this collection, and so may answer for it. */
                complete: boolean;
                /** @description Number of face vectors; absent if the collection is not there. */
                faces?: number;
                /** @description Number of user vectors. */
                users?: number;
                /** @description Share of the limit that is used, of faces or of user vectors, whichever is higher. */
                fill_percent?: number;
                face_model_version?: string;
            };
        };
        CollectionPage: {
            data: components["schemas"]["Collection"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        ConsentReceipt: {
            id: string;
            user_id: string;
            /** @enum {string} */
            purpose: "identity_verification" | "authentication";
            notice_version: string;
            text_sha256: string;
            locale: string;
            jurisdiction?: string;
            /** @enum {string} */
            channel: "app" | "web" | "paper" | "in_person" | "import";
            /** Format: date-time */
            given_at: string;
            /** @enum {string} */
            recorded_by: "person" | "backend" | "operator";
            session_id?: string;
            attestation?: {
                basis: string;
                attested_by: string;
                index_job_id: string;
            };
            /** Format: date-time */
            withdrawn_at?: string;
            /** @enum {string} */
            withdrawn_by?: "person" | "backend" | "operator";
            /** @enum {string} */
            status: "given" | "withdrawn";
        };
        ConsentReceiptList: {
            data: components["schemas"]["ConsentReceipt"][];
        };
        ConsentText: {
            notice_version: string;
            locale: string;
            jurisdiction?: string;
            purposes: ("identity_verification" | "authentication")[];
            title: string;
            sha256: string;
            /** @enum {string} */
            origin: "stage" | "operator";
            /**
             * Format: date-time
             * @description When it was stored: by an operator, or with the first consent to it. Absent for a text of the deployment's config that nobody has consented to yet.
             */
            published_at?: string;
            published_by?: string;
            /** @description The text to show, without markup. */
            body: string;
        };
        ConsentTextEntry: {
            notice_version: string;
            locale: string;
            jurisdiction?: string;
            purposes: ("identity_verification" | "authentication")[];
            title: string;
            sha256: string;
            /** @enum {string} */
            origin: "stage" | "operator";
            /**
             * Format: date-time
             * @description When it was stored: by an operator, or with the first consent to it. Absent for a text of the deployment's config that nobody has consented to yet.
             */
            published_at?: string;
            published_by?: string;
        };
        ConsentTextList: {
            data: components["schemas"]["ConsentTextEntry"][];
        };
        ConsumedStepUpProof: {
            jti: string;
            /** @description The step-up that it proves. */
            session_id: string;
            user_id: string;
            acr: string;
            /** @description Compare it with the hash of the transaction that is about to be executed. */
            transaction_sha256: string;
            /** @description When the step-up was approved, in seconds since 1970. */
            auth_time: number;
            /** Format: date-time */
            consumed_at: string;
        };
        CreateDocumentUpload: {
            /** @enum {string} */
            content_type: "image/jpeg" | "image/png";
        };
        CreateIndexJob: {
            /**
             * @description Format of the manifest.
             * @enum {string}
             */
            format: "csv" | "jsonl";
            /** @description Whether to delete faces that fail the quality rules, as a registration does. Default: `true`. */
            quality_gate?: boolean;
            /**
             * @description Duplicate handling. `report` and `refuse` search every shard before a face is indexed, at one billed call per shard: `report` records that another user has the face and still enrolls it, `refuse` does not enroll it, `ignore` does not search. Default: `"ignore"`.
             * @enum {string}
             */
            duplicates?: "ignore" | "report" | "refuse";
            /** @description Whether to crop the face before indexing, as sensitive flows do, at one billed DetectFaces call per row. Default: `false`. */
            crop_faces?: boolean;
            /** @description A bucket that this tenant may import from. Omit it for uploaded images. */
            image_bucket?: string;
            /** @description Attests that every person of the manifest has consented to this text. A receipt is written for each; the caller is recorded as the one who attests it. */
            consent: {
                notice_version: string;
                /** @description Language of the person. Without a text in it, that of its language alone is taken, then English. */
                locale?: string;
                /** @description Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere. */
                jurisdiction?: string;
                /** @description On what the attestation rests, such as the contract in which each person agreed. */
                basis: string;
            };
        };
        CreateLivenessSession: {
            /** @description Newest version of each challenge that the liveness component of the app can do. An app that names them learns of a retired version (`upgrade_required`) before its person takes a check. */
            challenge_versions?: {
                [key: string]: string;
            };
        };
        CreateMigration: {
            /** @description Name of the target generation in the configuration. */
            to: string;
        };
        CreatePolicyVersion: {
            /** @description The version to start from; by default the one that is active. */
            base?: number;
            /**
             * @description Published guidance to start from instead of a version.
             * @enum {string}
             */
            preset?: "aws-whitepaper-2024" | "nist-63a" | "nist-63b";
            /** @description A merge patch (RFC 7396) for the document: members replace those of the base, and `null` removes one. Default: `{}`. */
            change?: {
                [key: string]: unknown;
            };
            /** @description Why the policy should change. */
            comment: string;
        };
        CreateReconciliation: {
            /** @description Whether to report findings without repairing them. Default: `false`. */
            dry_run?: boolean;
        };
        CreateVerificationSession: {
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            /** @description Required for backends. End users omit it: it is their token's `sub`. */
            user_id?: string;
            /** @description False for a test session, which only `simulate` moves: it makes no call to Rekognition and touches no data of people. Only backends and operators may create one, on a stage with test mode. True by default. */
            livemode?: boolean;
            /**
             * @description Raises the sensitivity that the policy sets. Only backends and operators may name it.
             * @enum {string}
             */
            sensitivity?: "regular" | "sensitive";
            device?: {
                id: string;
            };
            /** @description Documents of a registration that may fail, the last of which declines it: as many as the policy says, or fewer. */
            document_attempts?: number;
            consent: {
                given: boolean;
                notice_version: string;
                /** @description Language of the person. Without a text in it, that of its language alone is taken, then English. */
                locale?: string;
                /** @description Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere. */
                jurisdiction?: string;
                /**
                 * @description How the person has consented: by an app, a web page, on paper or in person. Default: `"app"`.
                 * @enum {string}
                 */
                channel?: "app" | "web" | "paper" | "in_person";
            } | {
                receipt_id: string;
            };
            /** @description Whether the face of a re-enrollment is added to those that its user has, or replaces all of them: required for a `re_enrollment`, and for no other type. */
            enrollment?: {
                /** @enum {string} */
                mode: "add" | "replace";
            };
            /** @description What a step-up approves, such as an amount and a payee, and is shown to the person: required for a `step_up`, and for no other type. At most 4096 bytes as canonical JSON (RFC 8785) and 8 levels; numbers beyond 2^53 - 1 as strings. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Values for the shard key, such as a country. No personal data. Default: `{}`. */
            attributes?: {
                [key: string]: string;
            };
            /** @description Begins a registration on the other path, also for a person who is locked out of liveness checks. */
            alternative_path?: {
                /** @description Why the person asks for another path. */
                reason: components["schemas"]["AlternativeReason"];
                /** @description `movement_challenge`: a liveness check without flashing light. `document_review`: no face at all; a reviewer judges the document. By default what fits the reason: `movement_challenge` for `photosensitive` where it is offered, else `document_review`. */
                means?: components["schemas"]["AlternativeMeans"];
            };
        };
        CreateWatchlistEntry: {
            /** @description Why the face is on the list. */
            reason: {
                /** @enum {string} */
                code: "confirmed_fraud" | "suspected_fraud" | "identity_theft" | "legal_request" | "other";
                text?: string;
            };
            /** @description Who reported the person, or where the image is from. */
            source: string;
            /**
             * Format: date-time
             * @description From then on the entry is not searched, and its face is deleted. Omit it for no end.
             */
            expires_at?: string;
            /** @description Why the entry stays although the person of its session is erased. */
            legal_hold?: {
                reason: string;
            };
            /** @description Session whose selfie shows the face; omit it to upload an image. */
            session_id?: string;
            /**
             * @description Type of the image to upload, if there is no session.
             * @enum {string}
             */
            content_type?: "image/jpeg" | "image/png";
        };
        CreateWebhookEndpoint: {
            /** @description Where events are posted: https, on the public internet, without a user name or fragment. */
            url: string;
            description?: string;
            /** @description Types that it receives; by default all, and those to come. */
            event_types?: ("verification_session.created" | "verification_session.liveness_started" | "verification_session.liveness_passed" | "verification_session.liveness_failed" | "verification_session.declined" | "verification_session.alternative_path_taken" | "verification_session.held" | "verification_session.submitted" | "verification_session.canceled" | "verification_session.expired" | "verification_session.abandoned" | "verification_session.approved" | "verification_session.requires_input" | "verification_session.failed" | "verification_session.finding_recorded" | "verification_session.resumed" | "verification_session.resubmitted" | "consent.given" | "consent.withdrawn" | "enrollment.added" | "enrollment.removed" | "erasure.completed" | "erasure.overdue" | "erasure.requested" | "lockout.lifted" | "lockout.started" | "review_case.closed" | "review_case.decided" | "review_case.opened" | "review_case.overdue" | "user.frozen" | "user.released" | "user.takeover_suspected" | "webhook_endpoint.disabled")[];
            /** @description Whether events hold the reasons of decisions, which show a fraudster what to change. Only operators, and backends with the scope `reports`, may ask for them. Default: `false`. */
            with_reasons?: boolean;
        };
        CreatedWatchlistEntry: {
            id: string;
            list_id: string;
            /**
             * @description `pending`: complete it once its image is uploaded; `active`: searched; `rejected`: the image shows no usable face; `removing`: its face is being deleted.
             * @enum {string}
             */
            state: "pending" | "active" | "rejected" | "removing";
            reason: {
                /** @enum {string} */
                code: "confirmed_fraud" | "suspected_fraud" | "identity_theft" | "legal_request" | "other";
                text?: string;
            };
            source: string;
            /** Format: date-time */
            expires_at?: string;
            legal_hold?: {
                reason: string;
            };
            added_by: string;
            /** Format: date-time */
            added_at: string;
            session_id?: string;
            rejected_for?: components["schemas"]["ReasonCode"][];
            /** @description Form to post the image to: first all fields, then the file. Absent for a session. */
            upload?: {
                url: string;
                fields: {
                    [key: string]: string;
                };
            };
            max_bytes?: number;
            /** Format: date-time */
            upload_expires_at?: string;
        };
        DecideReviewCase: {
            /** @description `revision` of the case that the finding is about; another one is refused. */
            revision: number;
            /**
             * @description One of `possible_findings`.
             * @enum {string}
             */
            finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
            /** @description Why; shown with the finding. */
            note?: string;
        };
        /** @description A decision explained to its person. It never says which check against fraud has failed. */
        DecisionExplanation: {
            session_id: string;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            /** @enum {string} */
            status: "requires_input" | "processing" | "in_review" | "approved" | "declined" | "canceled" | "expired" | "abandoned" | "error";
            /** Format: date-time */
            decided_at?: string;
            /**
             * @description Absent before a decision, and after a fault.
             * @enum {string}
             */
            decided_by?: "automated" | "person";
            policy: {
                /** @enum {string} */
                id: "registration" | "authentication" | "step_up" | "re_enrollment";
                version: number;
            };
            user_message_key?: components["schemas"]["UserMessageKey"];
            /** @description What every session of this type is checked for. */
            checked: string[];
            /** @description The outcome, and its class of reason, in a sentence. */
            outcome: string;
            /** @description What the person can do. */
            advice: string;
            /** @description How a person can be made to look at it (GDPR, article 22(3)). */
            contest: string;
            /**
             * Format: date-time
             * @description Until when the records of the session are kept, by which it can be reviewed.
             */
            contest_until: string;
        };
        /** @description The person is not verified. Show the message. */
        DeclinedSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "declined";
            decision: {
                /** @constant */
                outcome: "declined";
            };
            user_message_key: components["schemas"]["UserMessageKey"];
            /** @description Whether a new session has a chance to succeed. */
            retryable: boolean;
        };
        DocumentUpload: {
            document_id: string;
            /** @description POST these fields, then the field `file`, to `url` as multipart/form-data. */
            upload: {
                /** Format: uri */
                url: string;
                fields: {
                    [key: string]: string;
                };
            };
            max_bytes: number;
            /** Format: date-time */
            expires_at: string;
        };
        ErasureRequest: {
            id: string;
            /** @enum {string} */
            state: "running" | "completed";
            /** @enum {string} */
            cause: "operator" | "backend" | "consent_withdrawn";
            /** Format: date-time */
            requested_at: string;
            /**
             * Format: date-time
             * @description What began at this time or before is erased; a later registration stays.
             */
            erased_at: string;
            /**
             * Format: date-time
             * @description Time by which everything must be erased.
             */
            due_at: string;
            completed_at: string | null;
            steps: {
                /**
                 * @description What is erased; docs/erasure.md describes each store.
                 * @enum {string}
                 */
                store: "open_sessions" | "open_enrollments" | "face_deletions" | "faces" | "user_vectors" | "watchlist_entries" | "replicas" | "enrolled_images" | "uploaded_originals" | "evidence" | "indexed_rows" | "session_rows" | "user_rows";
                /** @enum {string} */
                state: "pending" | "unconfirmed" | "confirmed";
                /** @description Objects, rows or faces that were removed so far. */
                removed: number;
                /** @description Those that were still there when the store was last asked. */
                left: number;
                checked_at: string | null;
                /** @description Why the store could not be asked. */
                problem: string | null;
            }[];
            /** @description Stores that have not confirmed yet that nothing is left. */
            unconfirmed: ("open_sessions" | "open_enrollments" | "face_deletions" | "faces" | "user_vectors" | "watchlist_entries" | "replicas" | "enrolled_images" | "uploaded_originals" | "evidence" | "indexed_rows" | "session_rows" | "user_rows")[];
            /** @description Entries of watchlists that a legal hold keeps. */
            held_entries: {
                list_id: string;
                entry_id: string;
            }[];
            /** @description Signed receipt as a JWT, once completed; GET /.well-known/jwks.json has the keys. */
            receipt: string | null;
        };
        ErasureRequestPage: {
            data: components["schemas"]["ErasureRequestSummary"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        ErasureRequestSummary: {
            id: string;
            /** @enum {string} */
            state: "running" | "completed";
            /** @enum {string} */
            cause: "operator" | "backend" | "consent_withdrawn";
            /** Format: date-time */
            requested_at: string;
            /**
             * Format: date-time
             * @description What began at this time or before is erased; a later registration stays.
             */
            erased_at: string;
            /**
             * Format: date-time
             * @description Time by which everything must be erased.
             */
            due_at: string;
            completed_at: string | null;
        };
        /** @description A fault prevented a decision. Show the message. */
        ErrorSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "error";
            decision: {
                /** @constant */
                outcome: "error";
            };
            user_message_key: components["schemas"]["UserMessageKey"];
            /** @description Whether a new session has a chance to succeed. */
            retryable: boolean;
            /**
             * Format: date-time
             * @description Present while submitting the session again, with a new Idempotency-Key, resumes it without another liveness check.
             */
            resumable_until?: string;
        };
        /** @description A share in percent, with the ends of its 95 % interval (Wilson). */
        EstimatedShare: {
            value: number;
            low: number;
            high: number;
        };
        ExchangeCaptureLink: {
            /** @description From the fragment of the link, behind `capture=`. */
            secret: string;
        };
        ExchangedClientToken: {
            /** @description The token of the session, as its backend gets it. It is a credential. */
            client_token: string;
            /** Format: date-time */
            client_token_expires_at: string;
        };
        /** @description The session ended before the person did anything. */
        ExpiredSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "expired";
        };
        /** @description A receipt of consent: to which text, for what and when, and when it was withdrawn. */
        ExportedConsent: {
            id: string;
            /** @enum {string} */
            purpose: "identity_verification" | "authentication";
            notice_version: string;
            text_sha256: string;
            locale: string;
            jurisdiction?: string;
            /** @enum {string} */
            channel: "app" | "web" | "paper" | "in_person" | "import";
            /** Format: date-time */
            given_at: string;
            session_id?: string;
            /** Format: date-time */
            withdrawn_at?: string;
            /** @enum {string} */
            withdrawn_by?: "person" | "backend" | "operator";
        };
        /** @description A face vector of the user. The vector itself stays in Amazon Rekognition, which returns it to nobody. */
        ExportedFace: {
            face_id: string;
            image_id: string;
            face_model_version: string;
            /** @enum {string} */
            source: "selfie" | "bulk";
            /** Format: date-time */
            enrolled_at: string;
            /**
             * Format: date-time
             * @description When it is removed at the latest, unless it is erased before.
             */
            kept_until: string;
        };
        ExportedImage: {
            /** @enum {string} */
            kind: "enrolled" | "selfie" | "document";
            /** @description Of an enrolled image. */
            image_id?: string;
            /** @description Of an image of a session on this page. */
            session_id?: string;
            /**
             * Format: date-time
             * @description When it is removed at the latest, unless it is erased before.
             */
            kept_until: string;
        };
        /** @description A session, as its person may know it. */
        ExportedSession: {
            id: string;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            /** @enum {string} */
            status: "requires_input" | "processing" | "in_review" | "approved" | "declined" | "canceled" | "expired" | "abandoned" | "error";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            decided_at?: string;
            user_message_key?: components["schemas"]["UserMessageKey"];
            device_id?: string;
            /** @description Of a step-up: what its person was asked to approve. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            consent: {
                /** Format: date-time */
                given_at: string;
                notice_version: string;
                text_sha256?: string;
                receipt_id?: string;
            };
            policy: {
                /** @enum {string} */
                id: "registration" | "authentication" | "step_up" | "re_enrollment";
                version: number;
            };
            /**
             * Format: date-time
             * @description When it is removed at the latest, unless it is erased before.
             */
            kept_until: string;
        };
        GiveConsent: {
            /** @description Required for backends and operators. End users omit it: it is their token's `sub`. */
            user_id?: string;
            /** @enum {string} */
            purpose: "identity_verification" | "authentication";
            notice_version: string;
            /** @description Language of the person. Without a text in it, that of its language alone is taken, then English. */
            locale?: string;
            /** @description Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere. */
            jurisdiction?: string;
            /**
             * @description How the person has consented: by an app, a web page, on paper or in person. Default: `"app"`.
             * @enum {string}
             */
            channel?: "app" | "web" | "paper" | "in_person";
        };
        /** @description A person has to resolve what the checks could not decide. */
        InReviewSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "in_review";
            /**
             * Format: date-time
             * @description Until when it should be decided. Later it still is: nothing has to be repeated.
             */
            expected_by?: string;
            /**
             * @description Present once `expected_by` has passed: the person may ask for a review of the document alone.
             * @constant
             */
            alternative_path_offered?: true;
        };
        IndexJob: {
            id: string;
            /** @enum {string} */
            status: "created" | "running" | "paused" | "canceled" | "completed" | "failed";
            /** @enum {string} */
            format: "csv" | "jsonl";
            quality_gate: boolean;
            /** @enum {string} */
            duplicates: "ignore" | "report" | "refuse";
            crop_faces: boolean;
            image_bucket?: string;
            /** @description The consent of the people that was attested, with the hash of its text. */
            consent?: {
                notice_version: string;
                text_sha256: string;
                locale: string;
                jurisdiction?: string;
                basis: string;
                attested_by: string;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at?: string;
            /** Format: date-time */
            ended_at?: string;
            /**
             * @description Why a job failed that its execution could not end; absent if the execution ended it.
             * @enum {string}
             */
            failure_reason?: "execution_failed" | "execution_stopped" | "execution_timed_out";
            /** @description Number of rows in the manifest; present once the job has started. */
            total?: number;
            done: number;
            counts: {
                indexed: number;
                skipped: number;
                rejected: number;
                failed: number;
            };
            items_per_second: number;
            eta_seconds?: number;
            billable_calls: {
                [key: string]: number;
            };
            cost_usd: number;
            estimated_cost_usd: number;
            /**
             * @description Whether the file of outcomes is there: `none` until the job has ended, `pending` while the file is assembled, then `ready`; `failed` if that was not possible.
             * @enum {string}
             */
            outcomes_status: "none" | "pending" | "ready" | "failed";
            /**
             * Format: uri
             * @description Link to one JSON line per row; present while `outcomes_status` is `ready`. Valid for 15 minutes.
             */
            outcomes_url?: string;
        };
        IndexJobPage: {
            data: components["schemas"]["IndexJob"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        Interruption: {
            reason: components["schemas"]["InterruptionReason"];
            step: components["schemas"]["StoppedStep"];
            /** Format: date-time */
            reported_at: string;
        };
        /** @enum {string} */
        InterruptionReason: "camera_permission_denied" | "camera_not_found" | "device_not_supported" | "connection_lost" | "user_canceled" | "other";
        LivenessLabel: {
            confidence: number;
            min_confidence: number;
            policy_version: string;
            challenge?: {
                type: string;
                version: string;
                /** @description SDK of the app, as the app reports it: Rekognition does not verify it. */
                sdk_type?: string;
            };
            id: string;
            session_id: string;
            liveness_session_id: string;
            /** @enum {string} */
            label: "genuine" | "spoof" | "unclear";
            /** @description Chance in percent that such a check was sampled: weight a label by its inverse. */
            sampled_percent: number;
            /** Format: date-time */
            sampled_at: string;
            /** Format: date-time */
            decided_at: string;
        };
        LivenessLabelPage: {
            data: components["schemas"]["LivenessLabel"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        LivenessResult: {
            passed: boolean;
            /** @description Hints for the person before the next attempt. */
            feedback: ("FACE_NOT_VISIBLE" | "FACE_OBSTRUCTION_DETECTED" | "LOW_VIDEO_QUALITY_DETECTED" | "FACE_NOT_ALIGNED" | "EYES_CLOSED_DETECTED" | "LOW_LIGHTING_DETECTED" | "HIGH_LIGHTING_DETECTED")[];
            attempts_remaining: number;
            /**
             * @description Status of the verification session.
             * @enum {string}
             */
            status: "requires_input" | "processing" | "in_review" | "approved" | "declined" | "canceled" | "expired" | "abandoned" | "error";
            user_message_key?: components["schemas"]["UserMessageKey"];
            /** @description Whether another liveness session may be created; false once the check has passed. */
            retryable: boolean;
        };
        LivenessSession: {
            /** @description Session id for the FaceLivenessDetector component. */
            liveness_session_id: string;
            /** @description Region to which the component must stream. */
            region: string;
            /** @enum {string} */
            challenge: "FaceMovementAndLightChallenge" | "FaceMovementChallenge";
            /** Format: date-time */
            expires_at: string;
            /** @description Temporary credentials that allow StartFaceLivenessSession only. */
            credentials: {
                access_key_id: string;
                secret_access_key: string;
                session_token: string;
                /** Format: date-time */
                expires_at: string;
            };
        };
        Lockout: {
            /**
             * @description A timeout ends by itself; a block lasts until an operator lifts it.
             * @enum {string}
             */
            state: "open" | "timed_out" | "blocked";
            /** @description Number of timeouts so far. */
            timeouts: number;
            locked_until: string | null;
            /**
             * Format: date-time
             * @description Since when no face of the user is accepted: they deny an enrollment.
             */
            frozen_at?: string;
        };
        Migration: {
            id: string;
            /** @enum {string} */
            status: "filling" | "verifying" | "building" | "ready" | "cut_over" | "draining" | "drained" | "canceling" | "canceled";
            from: string;
            to: string;
            /** Format: date-time */
            created_at: string;
            /** @description Number of faces in the old generation when the migration began. */
            total: number;
            /** @description Number of the current pass over the old generation; the last pass finds nothing left to move. */
            pass: number;
            /** @description Counts of the current pass. */
            counts: {
                indexed: number;
                present: number;
                failed: number;
            };
            /** @description Faces processed in the current phase, or in the last pass when no work is running. */
            done: number;
            /** @description Throughput of the current phase. */
            faces_per_second?: number;
            /** @description Estimated seconds until the current phase ends at this throughput. */
            eta_seconds?: number;
            /** @description Number of images without a face in the new generation, including registrations since the migration began. */
            missing?: number;
            /** @description The first 100 missing images. */
            failures?: {
                user_id: string;
                image_id: string;
                /** @enum {string} */
                reason: "image_missing" | "face_not_detected" | "face_not_matched" | "shard_attribute_missing" | "not_copied";
            }[];
            /** @description Shadow reads since the current pass began: searches of real sessions that ran against both generations. */
            shadow_read?: {
                compared: number;
                agreed: number;
                /** @description Percentage of comparisons in which both generations agree; absent before the first comparison. */
                agreement_percent?: number;
                /** @description Number of comparisons by result. */
                counts: {
                    [key: string]: number;
                };
                /** @description Searches of the new generation that failed; not compared. */
                failed: number;
                /** @description Mean of new minus old similarity, in percentage points, over matches that both generations found. */
                mean_similarity_change?: number;
                /** @description Mean change of the margin above the match threshold of the face model version, in percentage points. */
                mean_margin_change?: number;
                billable_calls: {
                    [key: string]: number;
                };
                /** @description Cost of the comparison searches; not part of the cost of the migration. */
                cost_usd: number;
                /** @description The first 100 disagreements; the report of each session shows its decision. */
                disagreements: {
                    session_id: string;
                    /** @enum {string} */
                    search: "duplicate_search" | "enrolled_face_search";
                    /** @enum {string} */
                    kind: "same_person" | "both_none" | "different_person" | "only_old" | "only_new";
                    /** Format: date-time */
                    compared_at: string;
                }[];
            };
            /** @description Why a cut-over would currently be refused; each obstacle can be accepted explicitly. */
            cut_over_obstacles?: ("images_missing" | "generations_disagree")[];
            billable_calls: {
                [key: string]: number;
            };
            cost_usd: number;
            estimated_cost_usd: number;
        };
        MigrationPage: {
            data: components["schemas"]["Migration"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        NewIndexJob: {
            id: string;
            /** @enum {string} */
            status: "created" | "running" | "paused" | "canceled" | "completed" | "failed";
            /** @enum {string} */
            format: "csv" | "jsonl";
            quality_gate: boolean;
            /** @enum {string} */
            duplicates: "ignore" | "report" | "refuse";
            crop_faces: boolean;
            image_bucket?: string;
            /** @description The consent of the people that was attested, with the hash of its text. */
            consent?: {
                notice_version: string;
                text_sha256: string;
                locale: string;
                jurisdiction?: string;
                basis: string;
                attested_by: string;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at?: string;
            /** Format: date-time */
            ended_at?: string;
            /**
             * @description Why a job failed that its execution could not end; absent if the execution ended it.
             * @enum {string}
             */
            failure_reason?: "execution_failed" | "execution_stopped" | "execution_timed_out";
            /** @description Number of rows in the manifest; present once the job has started. */
            total?: number;
            done: number;
            counts: {
                indexed: number;
                skipped: number;
                rejected: number;
                failed: number;
            };
            items_per_second: number;
            eta_seconds?: number;
            billable_calls: {
                [key: string]: number;
            };
            cost_usd: number;
            estimated_cost_usd: number;
            /**
             * @description Whether the file of outcomes is there: `none` until the job has ended, `pending` while the file is assembled, then `ready`; `failed` if that was not possible.
             * @enum {string}
             */
            outcomes_status: "none" | "pending" | "ready" | "failed";
            /** @description Form for the manifest: POST these fields, then the field `file`, as multipart/form-data. */
            manifest_upload: {
                /** Format: uri */
                url: string;
                fields: {
                    [key: string]: string;
                };
            };
            /** @description Form for the images, one POST per image. The object key is `image_prefix` followed by the file name. */
            image_upload: {
                /** Format: uri */
                url: string;
                fields: {
                    [key: string]: string;
                };
            };
            /** @description Key prefix of the uploaded images; `image_key` in the manifest begins with it. */
            image_prefix: string;
            /**
             * Format: date-time
             * @description When the upload forms expire.
             */
            expires_at: string;
        };
        Policy: {
            /**
             * @description The session type that the policy is about.
             * @enum {string}
             */
            id: "registration" | "authentication" | "step_up" | "re_enrollment";
            /** @description The version that new sessions get. */
            active_version: number;
            /** Format: date-time */
            active_since: string;
            /**
             * @description `stage`: by the config of the deployment, which replaces it when it changes; `operator`: until an operator activates another.
             * @enum {string}
             */
            active_by: "stage" | "operator";
            /** @description The version that a rollback activates; absent if there was none before. */
            previous_version?: number;
            latest_version: number;
        };
        PolicyComparison: {
            /** @enum {string} */
            id: "registration" | "authentication" | "step_up" | "re_enrollment";
            /** @description The version that is compared with. */
            from: number;
            to: number;
            differences: {
                /** @description Names of the members down to it, joined by dots. */
                path: string;
                /** @description Absent if the member is new. */
                before?: unknown;
                /** @description Absent if the member is gone. */
                after?: unknown;
            }[];
        };
        PolicyList: {
            data: components["schemas"]["Policy"][];
        };
        PolicySimulation: {
            policy: {
                /** @enum {string} */
                id: "registration" | "authentication" | "step_up" | "re_enrollment";
                version: number;
            };
            /** @description Number of sessions that were judged again. */
            sessions: number;
            /** @description Whether the search for sessions ended early, because sessions of other types are in between. */
            reached_limit: boolean;
            /** @description Sessions that would have ended with the same outcome. */
            same: number;
            /** @description Sessions that would have ended with another outcome. */
            otherwise: number;
            /** @description The sessions that would have ended otherwise, by both outcomes. */
            changes: {
                /**
                 * @description The outcome by the checks; `review`: the policy left it to a person.
                 * @enum {string}
                 */
                from: "approve" | "review" | "decline" | "try_again";
                /** @enum {string} */
                to: "approve" | "review" | "decline" | "try_again";
                sessions: number;
                reasons_gained: {
                    [key: string]: number;
                };
                reasons_lost: {
                    [key: string]: number;
                };
                /** @description Ids of up to ten of these sessions. */
                examples: string[];
            }[];
            /** @description Sessions of which the stored measures do not say how they would have ended. */
            not_decidable: number;
            not_decidable_because: {
                [key: string]: number;
            };
            /** @description Error rates over the decisions of these sessions that reviewers labeled. Only scores in a band and sampled checks are labeled: the rates are theirs alone, and not those of a random sample. */
            rates: {
                /** @enum {string} */
                check: "face_match" | "liveness";
                /** @description Version of the face model, or of the liveness challenge. */
                model_version: string;
                /** @description Decisions that reviewers labeled as genuine. */
                genuine: number;
                /** @description Decisions that reviewers labeled as an attack. */
                impostors: number;
                /** @description Genuine people whom the version refuses. */
                frr_percent?: components["schemas"]["EstimatedShare"];
                /** @description Impostors whom the version accepts. */
                far_percent?: components["schemas"]["EstimatedShare"];
            }[];
        };
        PolicyVersion: {
            /** @enum {string} */
            id: "registration" | "authentication" | "step_up" | "re_enrollment";
            version: number;
            active: boolean;
            /** @enum {string} */
            origin: "stage" | "operator";
            fingerprint: string;
            /** Format: date-time */
            created_at: string;
            created_by?: string;
            comment?: string;
            document: {
                checks: {
                    document: boolean;
                    duplicates: boolean;
                    watchlists: boolean;
                    login_quality: boolean;
                };
                liveness: {
                    min_confidence: number;
                    review_from?: number;
                    /** @enum {string} */
                    challenge: "FaceMovementAndLightChallenge" | "FaceMovementChallenge";
                    versions: {
                        [key: string]: {
                            minimum?: string;
                            maximum?: string;
                            retirement?: {
                                below: string;
                                /** Format: date */
                                on: string;
                            };
                        };
                    };
                    max_attempts: number;
                };
                sampling: {
                    share_percent: number;
                    points_above_threshold: number;
                };
                match_thresholds: {
                    [key: string]: {
                        regular: number;
                        sensitive: number;
                        duplicate?: number;
                        review_from?: {
                            regular?: number;
                            sensitive?: number;
                            duplicate?: number;
                        };
                    };
                };
                quality: {
                    selfie: {
                        max_yaw_degrees: number;
                        max_pitch_degrees: number;
                        min_sharpness: number;
                        min_brightness: number;
                        min_face_px: number;
                        detect_before_indexing: boolean;
                        rules: {
                            eyes_open?: {
                                min_confidence: number;
                            };
                            mouth_closed?: {
                                min_confidence: number;
                            };
                            no_sunglasses?: {
                                min_confidence: number;
                            };
                            no_eyeglasses?: {
                                min_confidence: number;
                            };
                        };
                    };
                    document: {
                        max_yaw_degrees: number;
                        max_pitch_degrees: number;
                        min_sharpness: number;
                        min_brightness: number;
                        min_face_px: number;
                    };
                };
                document: {
                    other_person_below: number;
                };
                /** @enum {string} */
                duplicates: "review" | "decline";
                watchlist: {
                    /** @enum {string} */
                    on_hit: "review" | "decline";
                    /** @enum {string} */
                    at_login: "off" | "review" | "decline";
                };
                replay: {
                    /** @enum {string} */
                    equal: "decline" | "review";
                    /** @enum {string} */
                    near: "review" | "off";
                };
                review: {
                    sla_hours: number;
                    four_eyes: boolean;
                    max_days: number;
                    /** @enum {string} */
                    same_person: "decline" | "link";
                };
                authentication: {
                    /** @enum {string} */
                    method: "search" | "compare";
                };
                step_up: {
                    /** @enum {string} */
                    method: "search" | "compare";
                };
                alternative_path: {
                    means: components["schemas"]["AlternativeMeans"][];
                };
                attempts: {
                    document: number;
                };
                enrollment: {
                    max_faces: number;
                };
                abuse: {
                    /** @constant */
                    count: "in_window";
                    max_failures: number;
                    timeout_seconds: number[];
                    claimed_device_users: number;
                    max_open_sessions: {
                        user: number;
                        device: number;
                    };
                    window_seconds: number;
                    block_at_timeout: number;
                } | {
                    /** @constant */
                    count: "consecutive";
                    max_failures: number;
                    timeout_seconds: number[];
                    claimed_device_users: number;
                    max_open_sessions: {
                        user: number;
                        device: number;
                    };
                    block_at_failures: number;
                };
                takeover: {
                    signals: number;
                    window_hours: number;
                };
                sensitivity: {
                    /** @enum {string} */
                    registration: "regular" | "sensitive";
                    /** @enum {string} */
                    authentication: "regular" | "sensitive";
                    /** @enum {string} */
                    step_up: "regular" | "sensitive";
                    /** @enum {string} */
                    re_enrollment: "regular" | "sensitive";
                };
                session_lifetime_minutes: number;
                session_retention_days: number;
                search: {
                    max_matches: number;
                    document_face: boolean;
                    /** @enum {string} */
                    on_incomplete: "error" | "review";
                };
            };
        };
        PolicyVersionPage: {
            data: {
                /** @enum {string} */
                id: "registration" | "authentication" | "step_up" | "re_enrollment";
                version: number;
                active: boolean;
                /** @enum {string} */
                origin: "stage" | "operator";
                fingerprint: string;
                /** Format: date-time */
                created_at: string;
                created_by?: string;
                comment?: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
        };
        Problem: {
            /** @description Address of the explanation: the page of errors, `#` and the code. */
            type: string;
            title: string;
            status: number;
            /** @description What is wrong with this request; omitted for server errors. */
            detail?: string;
            code: components["schemas"]["ProblemCode"];
            /** @description Id of the request, for support. */
            request_id: string;
            /** @description Every invalid field; with `invalid_request` only. */
            errors?: {
                /** @description Name of the parameter, header or member; empty for the body as a whole. */
                path: string;
                message: string;
            }[];
            missing?: ("liveness" | "document")[];
            retry_after_seconds?: number;
        };
        /**
         * @description Stable code of a problem; docs/errors.md explains each one.
         * @enum {string}
         */
        ProblemCode: "invalid_request" | "consent_text_unknown" | "idempotency_key_missing" | "unauthorized" | "session_closed" | "forbidden" | "consent_missing" | "test_mode_off" | "liveness_blocked" | "not_found" | "route_not_found" | "user_already_enrolled" | "user_not_enrolled" | "face_limit_reached" | "invalid_state" | "test_session" | "upgrade_required" | "alternative_path_not_offered" | "consent_withdrawn" | "consent_text_published" | "policy_changed" | "review_case_changed" | "second_reviewer_required" | "requirements_missing" | "idempotency_in_flight" | "liveness_already_passed" | "liveness_not_taken" | "liveness_session_already_used" | "step_up_proof_consumed" | "liveness_session_expired" | "session_expired" | "capture_link_invalid" | "repudiation_link_invalid" | "step_up_proof_expired" | "request_too_large" | "unsupported_media_type" | "idempotency_key_reused" | "liveness_locked_out" | "too_many_open_sessions" | "too_many_requests" | "internal_error" | "generation_changed" | "audit_unavailable" | "upstream_throttled" | "upstream_timeout";
        /** @description The decision is being made. Poll until the status changes. */
        ProcessingSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "processing";
        };
        PublishConsentText: {
            notice_version: string;
            locale: string;
            jurisdiction?: string;
            /** @description Default: `["identity_verification","authentication"]`. */
            purposes?: ("identity_verification" | "authentication")[];
            title: string;
            body: string;
        };
        QueuedWebhookDelivery: {
            /** @description Id of the delivery, which the list of deliveries has. */
            id: string;
        };
        /** @enum {string} */
        ReasonCode: "face_not_detected" | "multiple_faces_detected" | "face_too_small" | "pose_out_of_range" | "image_too_blurry" | "image_too_dark" | "face_occluded" | "eyes_closed" | "mouth_open" | "sunglasses_worn" | "eyeglasses_worn" | "image_format_unsupported" | "image_too_small" | "image_too_large" | "document_face_not_found" | "document_is_selfie" | "document_multiple_people" | "document_face_too_small" | "document_pose_out_of_range" | "document_image_too_blurry" | "document_image_too_dark" | "document_face_occluded" | "document_image_format_unsupported" | "document_image_too_small" | "document_image_too_large" | "liveness_confidence_low" | "liveness_check_failed" | "reference_image_missing" | "challenge_version_retired" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "attempts_exhausted" | "face_mismatch" | "match_in_band" | "duplicate_face" | "possible_duplicate" | "duplicate_image" | "watchlist_hit" | "consent_withdrawn" | "user_not_enrolled" | "face_not_recognized" | "face_limit_reached" | "enrollment_in_progress" | "user_already_enrolled" | "existing_account" | "review_lapsed" | "alternative_path" | "model_version_unsupported" | "search_incomplete" | "upstream_throttled" | "upstream_unavailable" | "internal_error";
        Reconciliation: {
            id: string;
            /** @enum {string} */
            status: "running" | "completed" | "failed";
            dry_run: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description Number of collections to compare. */
            collections: number;
            /** @description Number of faces compared; set once the reconciliation has ended. */
            faces: number;
            /** @description Number of mappings compared; set once the reconciliation has ended. */
            mappings: number;
            /** @description Number of findings by kind and outcome, such as `orphan_face.deleted`. Names of findings in a second region begin with that region. */
            counts: {
                [key: string]: number;
            };
            /** @description The first 1000 findings. */
            findings: {
                /** @enum {string} */
                kind: "orphan_face" | "missing_face" | "unreachable_face";
                region?: string;
                collection_id: string;
                face_id: string;
                user_id?: string;
                list_id?: string;
                entry_id?: string;
                /** @enum {string} */
                outcome: "reported" | "deleted" | "remapped" | "re_indexed" | "requested";
                found_at: string;
            }[];
            /** @description The second region, and whether it has every enrolled face of the tenant at the time of this response, so that it can answer for the first. In a GET of a deployment with a second region. */
            second_region?: {
                region: string;
                complete: boolean;
            };
        };
        ReconciliationPage: {
            data: components["schemas"]["ReconciliationSummary"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        ReconciliationSummary: {
            id: string;
            /** @enum {string} */
            status: "running" | "completed" | "failed";
            dry_run: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description Number of collections to compare. */
            collections: number;
            /** @description Number of faces compared; set once the reconciliation has ended. */
            faces: number;
            /** @description Number of mappings compared; set once the reconciliation has ended. */
            mappings: number;
        };
        ReplayWebhookEvents: {
            /** @description The one event to send again. */
            event_id?: string;
            /**
             * Format: date-time
             * @description Time of the first event to send again, at most 30 days ago.
             */
            from?: string;
            /**
             * Format: date-time
             * @description End of the time, which is not part of it; by default now.
             */
            to?: string;
        };
        ReportInterruption: {
            /** @description Why the person stops. */
            reason: components["schemas"]["InterruptionReason"];
        };
        RepudiateByLink: {
            token: string;
        };
        Repudiation: {
            /**
             * @description No face of the user is accepted until a person has looked.
             * @constant
             */
            status: "frozen";
        };
        RepudiationLink: {
            /** @description A credential for one call of `POST /repudiations`: put it into the fragment of a link to a page of yours, and keep it out of logs. */
            token: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description The person or the app has something to do before the session can be submitted. */
        RequiresInputSession: {
            id: string;
            /** @description False for a test session, which only simulations move: no face of it is looked at. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it has been submitted.
             */
            expires_at: string;
            liveness_passed: boolean;
            /** @description How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended. */
            attempts_remaining: number;
            /** @description Whether a photo of an identity document is needed before the session is submitted. */
            document_required: boolean;
            /** @description Whether an upload form for the document has been created. */
            document_requested: boolean;
            /** @description Version of the text to which the person has consented: show it before anything is taken. */
            consent: {
                notice_version: string;
            };
            /** @description Of a step-up: show it to the person. */
            transaction?: {
                [key: string]: unknown;
            };
            /** @description Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`. */
            transaction_sha256?: string;
            /** @description The other path that the person has asked for. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "requires_input";
            last_error?: components["schemas"]["AttemptError"];
            /** @description For the backend that creates the session, and not stored: a token with which an app does everything on this session, below `/client-session`. It is a credential: keep it out of logs. */
            client_token?: string;
            /**
             * Format: date-time
             * @description Until when the token reads the result; what it may do ends with the session.
             */
            client_token_expires_at?: string;
        };
        ReviewCase: {
            id: string;
            /** @enum {string} */
            reason: "possible_duplicate" | "match_in_band" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "watchlist_hit" | "search_incomplete" | "sampled" | "alternative_path" | "repudiated";
            users?: [
                {
                    user_id: string;
                    face_id: string;
                    collection_id: string;
                    session_id: string;
                    /** Format: date-time */
                    enrolled_at: string;
                },
                {
                    user_id: string;
                    face_id: string;
                    collection_id: string;
                    session_id: string;
                    /** Format: date-time */
                    enrolled_at: string;
                }
            ];
            session?: {
                id: string;
                run: number;
                user_id: string;
            };
            matches?: {
                face_id: string;
                collection_id: string;
                similarity: number;
                user_id?: string;
                /** @enum {string} */
                found_by?: "selfie" | "document";
                list_id?: string;
                entry_id?: string;
            }[];
            copies?: {
                session_id: string;
                user_id: string;
                /** @enum {string} */
                kind: "equal" | "near";
                different_bits?: number;
            }[];
            similarity?: number;
            face_model_version?: string;
            liveness_check?: {
                confidence: number;
                min_confidence: number;
                policy_version: string;
                challenge?: {
                    type: string;
                    version: string;
                    /** @description SDK of the app, as the app reports it: Rekognition does not verify it. */
                    sdk_type?: string;
                };
                id: string;
                sampled_percent: number;
            };
            /** @enum {string} */
            status: "open" | "assigned" | "awaiting_second" | "disputed" | "decided" | "closed";
            revision: number;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            due_at: string;
            four_eyes: boolean;
            assignee?: string;
            notes: {
                by: string;
                /** Format: date-time */
                at: string;
                text: string;
            }[];
            /** @description Empty while the case waits for the finding of a second operator. */
            findings: {
                /** @enum {string} */
                finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                by: string;
                /** Format: date-time */
                at: string;
                note?: string;
            }[];
            decision?: {
                /** @enum {string} */
                finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                /** Format: date-time */
                decided_at: string;
            };
            /** Format: date-time */
            escalated_at?: string;
            /** Format: date-time */
            closed_at?: string;
            earlier: {
                findings: {
                    /** @enum {string} */
                    finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                    by: string;
                    /** Format: date-time */
                    at: string;
                    note?: string;
                }[];
                decision: {
                    /** @enum {string} */
                    finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                    /** Format: date-time */
                    decided_at: string;
                };
                /** Format: date-time */
                reopened_at: string;
                reopened_by: string;
            }[];
            /** @description Whether it should have been decided by now. */
            overdue: boolean;
            /** @description Findings that answer its reason. */
            possible_findings: ("allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear")[];
            /** @description Present after the finding `attack` about a person who showed their face: post it, with a reason and a source, to the entries of a watchlist. */
            proposed_watchlist_entry?: {
                session_id: string;
            };
        };
        ReviewCaseDetail: {
            id: string;
            /** @enum {string} */
            reason: "possible_duplicate" | "match_in_band" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "watchlist_hit" | "search_incomplete" | "sampled" | "alternative_path" | "repudiated";
            users?: [
                {
                    user_id: string;
                    face_id: string;
                    collection_id: string;
                    session_id: string;
                    /** Format: date-time */
                    enrolled_at: string;
                },
                {
                    user_id: string;
                    face_id: string;
                    collection_id: string;
                    session_id: string;
                    /** Format: date-time */
                    enrolled_at: string;
                }
            ];
            session?: {
                id: string;
                run: number;
                user_id: string;
            };
            matches?: {
                face_id: string;
                collection_id: string;
                similarity: number;
                user_id?: string;
                /** @enum {string} */
                found_by?: "selfie" | "document";
                list_id?: string;
                entry_id?: string;
            }[];
            copies?: {
                session_id: string;
                user_id: string;
                /** @enum {string} */
                kind: "equal" | "near";
                different_bits?: number;
            }[];
            similarity?: number;
            face_model_version?: string;
            liveness_check?: {
                confidence: number;
                min_confidence: number;
                policy_version: string;
                challenge?: {
                    type: string;
                    version: string;
                    /** @description SDK of the app, as the app reports it: Rekognition does not verify it. */
                    sdk_type?: string;
                };
                id: string;
                sampled_percent: number;
            };
            /** @enum {string} */
            status: "open" | "assigned" | "awaiting_second" | "disputed" | "decided" | "closed";
            revision: number;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            due_at: string;
            four_eyes: boolean;
            assignee?: string;
            notes: {
                by: string;
                /** Format: date-time */
                at: string;
                text: string;
            }[];
            /** @description Empty while the case waits for the finding of a second operator. */
            findings: {
                /** @enum {string} */
                finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                by: string;
                /** Format: date-time */
                at: string;
                note?: string;
            }[];
            decision?: {
                /** @enum {string} */
                finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                /** Format: date-time */
                decided_at: string;
            };
            /** Format: date-time */
            escalated_at?: string;
            /** Format: date-time */
            closed_at?: string;
            earlier: {
                findings: {
                    /** @enum {string} */
                    finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                    by: string;
                    /** Format: date-time */
                    at: string;
                    note?: string;
                }[];
                decision: {
                    /** @enum {string} */
                    finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                    /** Format: date-time */
                    decided_at: string;
                };
                /** Format: date-time */
                reopened_at: string;
                reopened_by: string;
            }[];
            /** @description Whether it should have been decided by now. */
            overdue: boolean;
            /** @description Findings that answer its reason. */
            possible_findings: ("allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear")[];
            /** @description Present after the finding `attack` about a person who showed their face: post it, with a reason and a source, to the entries of a watchlist. */
            proposed_watchlist_entry?: {
                session_id: string;
            };
            /** @description Both users, or the user of the session and those who were found. */
            people: {
                user_id: string;
                faces: {
                    face_id: string;
                    collection_id: string;
                    image_id: string;
                    /** @description Place of the face, in shares of the image. */
                    bounding_box: {
                        left: number;
                        top: number;
                        width: number;
                        height: number;
                    };
                    face_model_version: string;
                    /** @enum {string} */
                    source: "selfie" | "bulk";
                    session_id: string;
                    /** Format: date-time */
                    created_at: string;
                }[];
                /** @description Reports of their sessions: checks with measures, limits and the policy that decided. */
                reports: components["schemas"]["VerificationReport"][];
            }[];
            /** @description Images that `image-views` shows one by one. */
            images: {
                /** @description Names the image in the path of `image-views`. */
                id: string;
                /** @enum {string} */
                kind: "selfie" | "document" | "audit_image" | "enrolled_image" | "watchlist_image";
                /** @description Absent for the image of a watchlist entry. */
                user_id?: string;
                session_id?: string;
                image_id?: string;
                list_id?: string;
                entry_id?: string;
                /** @description Place of the face that was compared, in shares of the image. */
                face_box?: {
                    left: number;
                    top: number;
                    width: number;
                    height: number;
                };
            }[];
        };
        ReviewCasePage: {
            data: components["schemas"]["ReviewCase"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        ReviewImageView: {
            image: {
                /** @description Names the image in the path of `image-views`. */
                id: string;
                /** @enum {string} */
                kind: "selfie" | "document" | "audit_image" | "enrolled_image" | "watchlist_image";
                /** @description Absent for the image of a watchlist entry. */
                user_id?: string;
                session_id?: string;
                image_id?: string;
                list_id?: string;
                entry_id?: string;
                /** @description Place of the face that was compared, in shares of the image. */
                face_box?: {
                    left: number;
                    top: number;
                    width: number;
                    height: number;
                };
            };
            /**
             * Format: uri
             * @description Opens the image without a token until it expires.
             */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        RotateWebhookSecret: {
            /** @description Hours for which the secret before it signs as well; 0 for one that has leaked. Default: `24`. */
            overlap_hours?: number;
        };
        /** @description A JSON Web Key Set (RFC 7517). */
        SigningKeySet: {
            keys: {
                /** @constant */
                kty: "EC";
                /** @constant */
                crv: "P-256";
                x: string;
                y: string;
                /** @description Thumbprint of the key (RFC 7638). */
                kid: string;
                /** @constant */
                use: "sig";
                /** @constant */
                alg: "ES256";
            }[];
        };
        Simulate: {
            /**
             * @description `pass`: every check passes, or every question of a review is answered in favor of the person. `fail`: the checks fail for `reason`, and what follows is what the policy of the session says: another attempt, a review or a decline; of a held session, a reviewer declines. `try_again`, `duplicate`, `review` and `error` are the same, and refused where the reason does not lead there. `expire` and `abandon`: the time of the person is over.
             * @enum {string}
             */
            outcome: "pass" | "fail" | "try_again" | "expire" | "abandon" | "duplicate" | "review" | "error";
            /**
             * @description Why the checks fail. Required for `fail` unless the session is held. Of a reason that the session cannot end for, the problem lists those that it can.
             * @enum {string}
             */
            reason?: "face_not_detected" | "multiple_faces_detected" | "face_too_small" | "pose_out_of_range" | "image_too_blurry" | "image_too_dark" | "face_occluded" | "eyes_closed" | "mouth_open" | "sunglasses_worn" | "eyeglasses_worn" | "image_format_unsupported" | "image_too_small" | "image_too_large" | "document_face_not_found" | "document_is_selfie" | "document_multiple_people" | "document_face_too_small" | "document_pose_out_of_range" | "document_image_too_blurry" | "document_image_too_dark" | "document_face_occluded" | "document_image_format_unsupported" | "document_image_too_small" | "document_image_too_large" | "liveness_confidence_low" | "liveness_check_failed" | "reference_image_missing" | "challenge_version_retired" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "attempts_exhausted" | "face_mismatch" | "match_in_band" | "duplicate_face" | "possible_duplicate" | "duplicate_image" | "watchlist_hit" | "consent_withdrawn" | "user_not_enrolled" | "face_not_recognized" | "face_limit_reached" | "enrollment_in_progress" | "user_already_enrolled" | "existing_account" | "review_lapsed" | "alternative_path" | "model_version_unsupported" | "search_incomplete" | "upstream_throttled" | "upstream_unavailable" | "internal_error";
        };
        SimulatePolicy: {
            /** @description The version to try; it need not be, or have been, active. */
            version: number;
            /** @description Number of sessions of the policy, the newest decided ones. Default: `200`. */
            sessions?: number;
        };
        /** @enum {string} */
        StoppedStep: "start" | "liveness" | "document" | "submission" | "processing" | "review";
        TakeAlternativePath: {
            /** @description Why the person asks for another path. */
            reason: components["schemas"]["AlternativeReason"];
            /** @description `movement_challenge`: a liveness check without flashing light. `document_review`: no face at all; a reviewer judges the document. By default what fits the reason: `movement_challenge` for `photosensitive` where it is offered, else `document_review`. */
            means?: components["schemas"]["AlternativeMeans"];
        };
        /** @description What is stored about a user, without scores, thresholds, vectors and other people (GDPR, article 15). */
        UserDataExport: {
            user_id: string;
            /** Format: date-time */
            exported_at: string;
            /** @description One page of sessions, newest first. */
            sessions: components["schemas"]["ExportedSession"][];
            has_more: boolean;
            next_cursor: string | null;
            /** @description All receipts, newest first, withdrawn ones included. */
            consents: components["schemas"]["ExportedConsent"][];
            faces: components["schemas"]["ExportedFace"][];
            /** @description Enrolled images, and those of the sessions on this page. */
            pictures: components["schemas"]["ExportedImage"][];
            lockout: {
                /** @enum {string} */
                state: "open" | "timed_out" | "blocked";
                locked_until: string | null;
            };
            /** @description Number of other users of whom a person decided that they only look alike. */
            allowed_pairs: number;
            /** Format: date-time */
            last_interaction_at?: string;
            /** @description Purposes and recipients of each category of data (GDPR, article 15(1)). */
            categories: {
                data: string;
                purpose: string;
                recipients: string;
            }[];
        };
        UserFace: {
            face_id: string;
            collection_id: string;
            image_id: string;
            face_model_version: string;
            /** @enum {string} */
            source: "selfie" | "bulk";
            /** Format: date-time */
            created_at: string;
        };
        UserFacePage: {
            data: components["schemas"]["UserFace"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        /**
         * @description Key of a message that is safe to show; docs/integration.md has texts.
         * @enum {string}
         */
        UserMessageKey: "show_your_face" | "be_alone_in_the_picture" | "move_closer" | "look_straight_ahead" | "hold_still" | "find_better_light" | "uncover_your_face" | "open_your_eyes" | "close_your_mouth" | "take_off_your_sunglasses" | "take_off_your_glasses" | "use_another_picture" | "photograph_document_again" | "photograph_only_the_document" | "photograph_document_closer" | "photograph_document_flat" | "photograph_document_sharper" | "photograph_document_in_better_light" | "uncover_portrait_on_document" | "use_jpeg_or_png_of_document" | "use_smaller_picture_of_document" | "repeat_liveness_check" | "upgrade_required" | "verification_declined" | "face_does_not_match_document" | "consent_needed" | "ask_for_help" | "try_again_later" | "already_registered" | "use_existing_account";
        VerificationReport: {
            id: string;
            /** @description False for a test session, whose checks are simulated. */
            livemode: boolean;
            /** @enum {string} */
            type: "registration" | "authentication" | "step_up" | "re_enrollment";
            user_id: string;
            device_id?: string;
            /** @description The version of the policy that decides it, which `GET /v1/policies` shows. */
            policy: {
                /** @enum {string} */
                id: "registration" | "authentication" | "step_up" | "re_enrollment";
                version: number;
            };
            /** @enum {string} */
            sensitivity: "regular" | "sensitive";
            /** @enum {string} */
            status: "requires_input" | "processing" | "in_review" | "approved" | "declined" | "canceled" | "expired" | "abandoned" | "error";
            consent: {
                /** Format: date-time */
                given_at: string;
                notice_version: string;
                text_sha256?: string;
                receipt_id?: string;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            submitted_at?: string;
            /** @description Of a step-up: what was approved, or was to be. */
            transaction?: {
                [key: string]: unknown;
            };
            transaction_sha256?: string;
            liveness_failures: number;
            /** @description Every liveness attempt, with the audit images that operators should sample regularly. */
            liveness_sessions: {
                id: string;
                /** @enum {string} */
                status: "created" | "passed" | "failed" | "expired";
                /** @enum {string} */
                challenge: "FaceMovementAndLightChallenge" | "FaceMovementChallenge";
                /** Format: date-time */
                created_at: string;
                feedback?: ("FACE_NOT_VISIBLE" | "FACE_OBSTRUCTION_DETECTED" | "LOW_VIDEO_QUALITY_DETECTED" | "FACE_NOT_ALIGNED" | "EYES_CLOSED_DETECTED" | "LOW_LIGHTING_DETECTED" | "HIGH_LIGHTING_DETECTED")[];
                audit_images?: {
                    key: string;
                    version_id?: string;
                }[];
                taken_challenge?: {
                    type: string;
                    version: string;
                    /** @description SDK of the app, as the app reports it: Rekognition does not verify it. */
                    sdk_type?: string;
                };
            }[];
            /** @description For operators only, as every image. */
            selfie?: {
                key: string;
                version_id?: string;
                face?: {
                    left: number;
                    top: number;
                    width: number;
                    height: number;
                };
            };
            document?: {
                key: string;
                version_id?: string;
            };
            /** @description Number of the latest run, if there was more than one. */
            run?: number;
            /**
             * Format: date-time
             * @description Present while submitting the session again resumes it.
             */
            resumable_until?: string;
            /** @description Checks of the latest run, in the order in which they began. */
            checks: {
                /** @enum {string} */
                status: "passed" | "failed" | "review";
                reason_codes: components["schemas"]["ReasonCode"][];
                measures: {
                    name: string;
                    value: number | boolean;
                    limit?: string;
                }[];
                matches?: {
                    face_id: string;
                    collection_id: string;
                    similarity: number;
                    user_id?: string;
                    /** @enum {string} */
                    found_by?: "selfie" | "document";
                    list_id?: string;
                    entry_id?: string;
                }[];
                searched_shards?: {
                    collection_id: string;
                    face_model_version: string;
                    generation?: string;
                    /** @enum {string} */
                    vectors?: "face" | "user";
                    threshold?: number;
                    review_from?: number;
                }[];
                copies?: {
                    session_id: string;
                    user_id: string;
                    /** @enum {string} */
                    kind: "equal" | "near";
                    different_bits?: number;
                }[];
                basis?: {
                    document_sha256: string;
                    policy_version: string;
                };
                face_box?: {
                    left: number;
                    top: number;
                    width: number;
                    height: number;
                };
                /** Format: date-time */
                started_at: string;
                duration_ms: number;
                billable_calls: {
                    [key: string]: number;
                };
                cost_usd: number;
                /** @enum {string} */
                name: "liveness" | "selfie_quality" | "document_quality" | "face_match" | "enrolled_face_search" | "enrollment_claim" | "face_indexing" | "duplicate_search" | "watchlist_search" | "capture_comparison";
            }[];
            /** @description Runs before the latest one, each with its own checks, and the document if the next run judges another one. */
            earlier_runs?: {
                run: number;
                checks: {
                    /** @enum {string} */
                    status: "passed" | "failed" | "review";
                    reason_codes: components["schemas"]["ReasonCode"][];
                    measures: {
                        name: string;
                        value: number | boolean;
                        limit?: string;
                    }[];
                    matches?: {
                        face_id: string;
                        collection_id: string;
                        similarity: number;
                        user_id?: string;
                        /** @enum {string} */
                        found_by?: "selfie" | "document";
                        list_id?: string;
                        entry_id?: string;
                    }[];
                    searched_shards?: {
                        collection_id: string;
                        face_model_version: string;
                        generation?: string;
                        /** @enum {string} */
                        vectors?: "face" | "user";
                        threshold?: number;
                        review_from?: number;
                    }[];
                    copies?: {
                        session_id: string;
                        user_id: string;
                        /** @enum {string} */
                        kind: "equal" | "near";
                        different_bits?: number;
                    }[];
                    basis?: {
                        document_sha256: string;
                        policy_version: string;
                    };
                    face_box?: {
                        left: number;
                        top: number;
                        width: number;
                        height: number;
                    };
                    /** Format: date-time */
                    started_at: string;
                    duration_ms: number;
                    billable_calls: {
                        [key: string]: number;
                    };
                    cost_usd: number;
                    /** @enum {string} */
                    name: "liveness" | "selfie_quality" | "document_quality" | "face_match" | "enrolled_face_search" | "enrollment_claim" | "face_indexing" | "duplicate_search" | "watchlist_search" | "capture_comparison";
                }[];
                decision?: {
                    /** @enum {string} */
                    outcome: "approved" | "declined" | "error" | "try_again";
                    reason_codes: components["schemas"]["ReasonCode"][];
                    /** @enum {string} */
                    decided_by: "policy" | "reviewer" | "fault";
                    policy_version?: string;
                    policy?: {
                        /** @enum {string} */
                        id: "registration" | "authentication" | "step_up" | "re_enrollment";
                        version: number;
                    };
                    /** @constant */
                    means?: "document_review";
                    /** Format: date-time */
                    decided_at: string;
                };
                document?: {
                    key: string;
                    version_id?: string;
                };
            }[];
            /** @description Why the session is or was held for a person, and what they have to answer. */
            review?: {
                reason_codes: components["schemas"]["ReasonCode"][];
                questions?: ("possible_duplicate" | "match_in_band" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "watchlist_hit" | "search_incomplete" | "sampled" | "alternative_path" | "repudiated")[];
                /** Format: date-time */
                requested_at: string;
                /** Format: date-time */
                due_at?: string;
                policy_version?: string;
            };
            /** @description What people have found about it, each with the case that says more. */
            findings?: {
                /** @enum {string} */
                question: "possible_duplicate" | "match_in_band" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "watchlist_hit" | "search_incomplete" | "sampled" | "alternative_path" | "repudiated";
                /** @enum {string} */
                finding: "allow_pair" | "same_person" | "attack" | "accept_match" | "accept_liveness" | "accept_capture" | "accept_document" | "decline" | "search_again" | "genuine" | "spoof" | "unclear";
                case_id: string;
                run: number;
                /** Format: date-time */
                decided_at: string;
            }[];
            /** @description The other path that the person has asked for, and why. */
            alternative_path?: {
                means: components["schemas"]["AlternativeMeans"];
                reason: components["schemas"]["AlternativeReason"];
                /** Format: date-time */
                requested_at: string;
            };
            /** @description Where it stopped, if it ended without a decision about the person. */
            stopped_at?: components["schemas"]["StoppedStep"];
            /** @description Why its person stopped, as their app has reported it last, and at which step. */
            interruption?: components["schemas"]["Interruption"];
            decision?: {
                /** @enum {string} */
                outcome: "approved" | "declined" | "error";
                reason_codes: components["schemas"]["ReasonCode"][];
                /** @enum {string} */
                decided_by: "policy" | "reviewer" | "fault";
                policy_version?: string;
                policy?: {
                    /** @enum {string} */
                    id: "registration" | "authentication" | "step_up" | "re_enrollment";
                    version: number;
                };
                /** @constant */
                means?: "document_review";
                /** Format: date-time */
                decided_at: string;
            };
            billable_calls: {
                [key: string]: number;
            };
            /** @description Cost of all runs in US dollars, by the configured prices when each check ran. */
            cost_usd: number;
            /** @description Milliseconds from submission to decision. */
            duration_ms?: number;
        };
        /** @description A session as clients see it; its members depend on `status`. */
        VerificationSession: components["schemas"]["RequiresInputSession"] | components["schemas"]["ProcessingSession"] | components["schemas"]["InReviewSession"] | components["schemas"]["ApprovedSession"] | components["schemas"]["DeclinedSession"] | components["schemas"]["ErrorSession"] | components["schemas"]["CanceledSession"] | components["schemas"]["ExpiredSession"] | components["schemas"]["AbandonedSession"];
        VerificationSessionPage: {
            data: components["schemas"]["VerificationSession"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        Watchlist: {
            /** @description The part of the paths of its entries. */
            id: string;
        };
        WatchlistEntry: {
            id: string;
            list_id: string;
            /**
             * @description `pending`: complete it once its image is uploaded; `active`: searched; `rejected`: the image shows no usable face; `removing`: its face is being deleted.
             * @enum {string}
             */
            state: "pending" | "active" | "rejected" | "removing";
            reason: {
                /** @enum {string} */
                code: "confirmed_fraud" | "suspected_fraud" | "identity_theft" | "legal_request" | "other";
                text?: string;
            };
            source: string;
            /** Format: date-time */
            expires_at?: string;
            legal_hold?: {
                reason: string;
            };
            added_by: string;
            /** Format: date-time */
            added_at: string;
            session_id?: string;
            rejected_for?: components["schemas"]["ReasonCode"][];
        };
        WatchlistEntryPage: {
            data: components["schemas"]["WatchlistEntry"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        WatchlistList: {
            data: components["schemas"]["Watchlist"][];
        };
        WebhookDelivery: {
            id: string;
            event_id: string;
            event_type: string;
            replay_id?: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed" | "dropped";
            /** Format: date-time */
            created_at: string;
            attempts: {
                /** Format: date-time */
                at: string;
                duration_ms: number;
                status_code?: number;
                /** @enum {string} */
                error?: "timed_out" | "name_not_resolved" | "address_not_allowed" | "connection_failed" | "certificate_not_valid";
            }[];
            /** Format: date-time */
            next_attempt_at?: string;
        };
        WebhookDeliveryPage: {
            data: components["schemas"]["WebhookDelivery"][];
            has_more: boolean;
            next_cursor: string | null;
        };
        WebhookEndpoint: {
            id: string;
            url: string;
            description?: string;
            /** @description Absent if it receives all types. */
            event_types?: string[];
            /** @description Whether events hold the reasons of decisions, which show a fraudster what to change. Only operators, and backends with the scope `reports`, may ask for them. */
            with_reasons: boolean;
            /** @enum {string} */
            status: "enabled" | "disabled";
            /**
             * @description `exhausted`: the last attempt to deliver an event failed; `gone`: the receiver answered 410; `requested`: by a call.
             * @enum {string}
             */
            disabled_reason?: "exhausted" | "gone" | "requested";
            /** Format: date-time */
            disabled_at?: string;
            /** @description Secrets that sign its events, the newest first; two while they are exchanged. */
            secrets: {
                id: string;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it no longer signs; absent for the newest secret.
                 */
                expires_at?: string;
            }[];
            /** Format: date-time */
            created_at: string;
        };
        WebhookEndpointList: {
            data: components["schemas"]["WebhookEndpoint"][];
        };
        WebhookEndpointWithSecret: {
            id: string;
            url: string;
            description?: string;
            /** @description Absent if it receives all types. */
            event_types?: string[];
            /** @description Whether events hold the reasons of decisions, which show a fraudster what to change. Only operators, and backends with the scope `reports`, may ask for them. */
            with_reasons: boolean;
            /** @enum {string} */
            status: "enabled" | "disabled";
            /**
             * @description `exhausted`: the last attempt to deliver an event failed; `gone`: the receiver answered 410; `requested`: by a call.
             * @enum {string}
             */
            disabled_reason?: "exhausted" | "gone" | "requested";
            /** Format: date-time */
            disabled_at?: string;
            /** @description Secrets that sign its events, the newest first; two while they are exchanged. */
            secrets: {
                id: string;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it no longer signs; absent for the newest secret.
                 */
                expires_at?: string;
            }[];
            /** Format: date-time */
            created_at: string;
            /** @description The newest secret, which is shown this once: `whsec_` and Base64. */
            secret: string;
        };
        WebhookReplay: {
            /** @description `replay_id` of the deliveries that come of it. */
            id: string;
        };
        WithdrawConsent: {
            /** @description Required for backends and operators. End users omit it: it is their token's `sub`. */
            user_id?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Id of the request, for support. Responses of API Gateway itself have it in their body only. */
        "X-Request-Id": string;
        /** @description Seconds to wait before the next request. */
        "Retry-After": number;
        /** @description For how long the answer may be kept. */
        "Cache-Control": string;
        /** @description Present if this response repeats that of an earlier request with the same key. */
        "Idempotent-Replayed": "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-verification-sessions": {
        parameters: {
            query?: {
                /** @description Only sessions with this status. Give `status`, `user_id` or both. */
                status?: "requires_input" | "processing" | "in_review" | "approved" | "declined" | "canceled" | "expired" | "abandoned" | "error";
                /** @description Only sessions of this type. */
                type?: "registration" | "authentication" | "step_up" | "re_enrollment";
                /** @description Only sessions of this user. */
                user_id?: string;
                /** @description `false` for test sessions instead of live ones. */
                livemode?: "true" | "false";
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `session.list`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSessionPage"];
                };
            };
        };
    };
    "create-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `session.create`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateVerificationSession"];
            };
        };
        responses: {
            /** @description The session was created and waits for the liveness check and, for a registration, the document. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "get-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `session.read`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, without scores or reasons; an approved step-up with its proof, for the person and the backend. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "create-document-upload": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `document_upload.create`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDocumentUpload"];
            };
        };
        responses: {
            /** @description An upload form that S3 accepts for five minutes. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentUpload"];
                };
            };
        };
    };
    "get-consent-text": {
        parameters: {
            query?: {
                /** @description Language of the person. Without a text in it, that of its language alone is taken, then English. */
                locale?: string;
                /** @description Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere. */
                jurisdiction?: string;
                /** @description Only a text that covers this purpose. */
                purpose?: "identity_verification" | "authentication";
            };
            header?: never;
            path: {
                /** @description Name of the version of the text. */
                notice_version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentText"];
                };
            };
        };
    };
    "take-alternative-path": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `session.alternative_path`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeAlternativePath"];
            };
        };
        responses: {
            /** @description The session, which goes on by the means in `alternative_path`. Asking again for the same changes nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "cancel-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `session.cancel`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The canceled session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "report-interruption": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportInterruption"];
            };
        };
        responses: {
            /** @description The session, which stays open. Its end is counted with the step and this reason, unless the person goes on first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "create-capture-link": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A link that works once within ten minutes. A session has three at most, and another one replaces the oldest. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureLink"];
                };
            };
        };
    };
    "get-verification-report": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `report.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationReport"];
                };
            };
        };
    };
    "consume-step-up-proof": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Claim `jti` of the proof. */
                jti: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof was spent by this request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsumedStepUpProof"];
                };
            };
        };
    };
    "await-decision": {
        parameters: {
            query?: {
                /** @description Seconds to wait for the decision. The deployment's maximum, 5 by default, ends a longer wait. */
                wait?: number;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `session.read`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session: with another status than `processing` as soon as it has one, else when the time is over. With `Retry-After`, the call did not wait: as many calls as may wait at once were waiting. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "create-liveness-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `liveness_session.create`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateLivenessSession"];
            };
        };
        responses: {
            /** @description Session id, region and credentials for the FaceLivenessDetector component. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessSession"];
                };
            };
        };
    };
    "complete-liveness-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `liveness_session.complete`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Id of the liveness session, from the response that created it. */
                liveness_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the check passed. Scores are never returned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessResult"];
                };
            };
        };
    };
    "submit-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `session.submit`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. A registration is being decided, so poll the session; an authentication or a step-up is already decided. A session that was submitted before is returned as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "list-consent-texts": {
        parameters: {
            query?: {
                /** @description Only the texts of this version. */
                notice_version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All texts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentTextList"];
                };
            };
        };
    };
    "publish-consent-text": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `consent_text.publish`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishConsentText"];
            };
        };
        responses: {
            /** @description The text. Publishing the same one again changes nothing. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentText"];
                };
            };
        };
    };
    "list-consents": {
        parameters: {
            query?: {
                /** @description Required for backends and operators. End users omit it: it is their token's `sub`. */
                user_id?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `consent.list`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All receipts of the user, not in pages: they are few. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceiptList"];
                };
            };
        };
    };
    "give-consent": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `consent.give`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveConsent"];
            };
        };
        responses: {
            /** @description The receipt: a new one, or the valid one for the same text and purpose. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceipt"];
                };
            };
        };
    };
    "withdraw-consent": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `consent.withdraw`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawConsent"];
            };
        };
        responses: {
            /** @description The withdrawn receipt. Every other valid one of the user is withdrawn with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentReceipt"];
                };
            };
        };
    };
    "list-user-faces": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `face.list`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All enrolled faces of the user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserFacePage"];
                };
            };
        };
    };
    "delete-user-face": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Why the call is made, for the audit entry `face.delete`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
                /** @description Id of the face, from the list of the user's faces. */
                face_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The face is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "export-user-data": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header: {
                /**
                 * @description Why the call is made, for the audit entry `user_data.export`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The data, with one page of sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDataExport"];
                };
            };
        };
    };
    "explain-decision": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `decision.explain`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionExplanation"];
                };
            };
        };
    };
    "create-repudiation-link": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `repudiation_link.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepudiationLink"];
                };
            };
        };
    };
    "repudiate-enrollment": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `user.freeze`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is frozen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Repudiation"];
                };
            };
        };
    };
    "release-user": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `user.release`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is not frozen. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-user-lockout": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `lockout.read`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lockout state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lockout"];
                };
            };
        };
    };
    "lift-user-lockout": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Why the call is made, for the audit entry `lockout.lift`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lockout lifted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-device-lockout": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `lockout.read`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the device, as sessions name it. */
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lockout state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lockout"];
                };
            };
        };
    };
    "lift-device-lockout": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Why the call is made, for the audit entry `lockout.lift`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the device, as sessions name it. */
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lockout lifted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "simulate-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `session.simulate`; percent-encode what is not ASCII. For operators; other callers omit it.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Simulate"];
            };
        };
        responses: {
            /** @description The session after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "list-review-cases": {
        parameters: {
            query?: {
                /** @description Why a person must look. */
                reason?: "possible_duplicate" | "match_in_band" | "liveness_in_band" | "replay_suspected" | "near_copy_suspected" | "watchlist_hit" | "search_incomplete" | "sampled" | "alternative_path" | "repudiated";
                /** @description How far it is. */
                status?: "open" | "assigned" | "awaiting_second" | "disputed" | "decided" | "closed";
                /** @description `sub` of the operator who works on it, or `me`. */
                assignee?: string;
                /** @description `true` for those alone that should have been decided by now. */
                overdue?: "true";
                /** @description The session that they are about. A case about two users is about no session. */
                session_id?: string;
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `review_case.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of cases. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCasePage"];
                };
            };
        };
    };
    "get-review-case": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `review_case.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case and all that a reviewer compares, without any image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCaseDetail"];
                };
            };
        };
    };
    "assign-review-case": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `review_case.assign`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AssignReviewCase"];
            };
        };
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCase"];
                };
            };
        };
    };
    "unassign-review-case": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `review_case.unassign`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCase"];
                };
            };
        };
    };
    "add-review-case-note": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `review_case.note`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddReviewCaseNote"];
            };
        };
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCase"];
                };
            };
        };
    };
    "decide-review-case": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `review_case.decide`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideReviewCase"];
            };
        };
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCase"];
                };
            };
        };
    };
    "reopen-review-case": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `review_case.reopen`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewCase"];
                };
            };
        };
    };
    "view-review-case-image": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `image.view`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Id of the image, from the `images` of the case. */
                image: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A URL that opens the image for some seconds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewImageView"];
                };
            };
        };
    };
    "list-liveness-labels": {
        parameters: {
            query?: {
                /** @description Earliest time at which the check was sampled. */
                from?: string;
                /** @description Time before which it was sampled. */
                to?: string;
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `liveness_label.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of labels. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessLabelPage"];
                };
            };
        };
    };
    "list-watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every watchlist, not in pages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistList"];
                };
            };
        };
    };
    "list-watchlist-entries": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `watchlist_entry.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistEntryPage"];
                };
            };
        };
    };
    "create-watchlist-entry": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `watchlist_entry.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWatchlistEntry"];
            };
        };
        responses: {
            /** @description The entry waits to be completed; for an upload, with a form for its image. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWatchlistEntry"];
                };
            };
        };
    };
    "complete-watchlist-entry": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `watchlist_entry.complete`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Id of the entry, from the response that created it. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry, active or rejected. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistEntry"];
                };
            };
        };
    };
    "get-watchlist-entry": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `watchlist_entry.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Id of the entry, from the response that created it. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry, without its image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistEntry"];
                };
            };
        };
    };
    "delete-watchlist-entry": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Why the call is made, for the audit entry `watchlist_entry.delete`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Id of the entry, from the response that created it. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry is deleted, and no longer a hit. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "list-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every policy with its active version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
        };
    };
    "get-policy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy with its active version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    "list-policy-versions": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `policy_version.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of versions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersionPage"];
                };
            };
        };
    };
    "create-policy-version": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `policy_version.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePolicyVersion"];
            };
        };
        responses: {
            /** @description The version, which is valid. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersion"];
                };
            };
        };
    };
    "get-policy-version": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `policy_version.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Number of the version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersion"];
                };
            };
        };
    };
    "compare-policy-versions": {
        parameters: {
            query?: {
                /** @description The version to compare with; by default the one that is active. */
                with?: number;
            };
            header?: never;
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Number of the version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every member that differs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyComparison"];
                };
            };
        };
    };
    "activate-policy-version": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `policy_version.activate`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description Number of the version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    "roll-back-policy": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `policy.roll_back`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    "simulate-policy": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `policy.simulate`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulatePolicy"];
            };
        };
        responses: {
            /** @description How many sessions would have ended otherwise, and the error rates of labels. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySimulation"];
                };
            };
        };
    };
    "list-webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every endpoint, without secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
        };
    };
    "create-webhook-endpoint": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `webhook_endpoint.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint with its secret, which is not shown again. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
        };
    };
    "get-webhook-endpoint": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint, without secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    "change-webhook-endpoint": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `webhook_endpoint.change`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhookEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    "delete-webhook-endpoint": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `webhook_endpoint.delete`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; what was on its way to it is dropped. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "rotate-webhook-secret": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `webhook_secret.rotate`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateWebhookSecret"];
            };
        };
        responses: {
            /** @description The endpoint with the new secret, which is not shown again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
        };
    };
    "send-webhook-test-event": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `webhook_endpoint.test`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery that was queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedWebhookDelivery"];
                };
            };
        };
    };
    "list-webhook-deliveries": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `webhook_delivery.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
        };
    };
    "replay-webhook-events": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `webhook_event.replay`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayWebhookEvents"];
            };
        };
        responses: {
            /** @description The replay that was queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplay"];
                };
            };
        };
    };
    "list-audit-entries": {
        parameters: {
            query?: {
                /** @description `sub` of the operator, or client id of the backend. */
                subject?: string;
                /** @description Path of what was read or changed: `/users/customer-4711` finds the calls about the faces and the lockout of that user, `/users/customer-4711/lockout` those about the lockout. */
                target?: string;
                /** @description Such as `lockout.lift`. */
                action?: string;
                /** @description Earliest time. */
                from?: string;
                /** @description Time before which the call was made. */
                to?: string;
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `audit_entry.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
        };
    };
    "list-index-jobs": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of jobs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexJobPage"];
                };
            };
        };
    };
    "create-index-job": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `index_job.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateIndexJob"];
            };
        };
        responses: {
            /** @description The job was created and waits for its manifest. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewIndexJob"];
                };
            };
        };
    };
    "get-index-job": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `index_job.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, with a link to its outcomes once it has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexJob"];
                };
            };
        };
    };
    "change-index-job": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `index_job.{action}`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description What to do. */
                action: "start" | "pause" | "resume" | "cancel";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexJob"];
                };
            };
        };
    };
    "list-migrations": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of migrations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationPage"];
                };
            };
        };
    };
    "create-migration": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `migration.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMigration"];
            };
        };
        responses: {
            /** @description The migration has started: new faces go to both generations, and the new generation is being filled. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
        };
    };
    "get-migration": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `migration.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The migration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
        };
    };
    "change-migration": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `migration.{action}`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
                /** @description What to do. */
                action: "cut-over" | "roll-back" | "drain" | "recheck" | "cancel" | "resume";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeMigration"];
            };
        };
        responses: {
            /** @description The migration after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
        };
    };
    "list-collections": {
        parameters: {
            query?: {
                /** @description Number of items per page. Each is measured by a call of Rekognition. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of collections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionPage"];
                };
            };
        };
    };
    "list-reconciliations": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of reconciliations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationPage"];
                };
            };
        };
    };
    "create-reconciliation": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Why the call is made, for the audit entry `reconciliation.create`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateReconciliation"];
            };
        };
        responses: {
            /** @description Started; poll until it ends. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
        };
    };
    "get-reconciliation": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `reconciliation.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the object, from the response that created it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
        };
    };
    "list-erasure-requests": {
        parameters: {
            query?: {
                /** @description Number of items per page. */
                limit?: number;
                /** @description `next_cursor` of the previous page; omit it for the first page. */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `erasure.list`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of erasures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureRequestPage"];
                };
            };
        };
    };
    "request-erasure": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Why the call is made, for the audit entry `erasure.request`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason": string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure runs; repeated, the same one. Poll it until it is completed. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureRequest"];
                };
            };
        };
    };
    "get-erasure-request": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Why the call is made, for the audit entry `erasure.read`; percent-encode what is not ASCII.
                 * @example identity proven by phone, ticket 4711
                 */
                "Audit-Reason"?: string;
            };
            path: {
                /** @description Id of the user: the one that the backend gave, or the `sub` of an end user. */
                user_id: string;
                /** @description Id of the erasure, from the answer to its request. */
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureRequest"];
                };
            };
        };
    };
    "client-get-verification-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, without scores or reasons; an approved step-up with its proof, for the person and the backend. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "client-create-document-upload": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDocumentUpload"];
            };
        };
        responses: {
            /** @description An upload form that S3 accepts for five minutes. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentUpload"];
                };
            };
        };
    };
    "client-get-consent-text": {
        parameters: {
            query?: {
                /** @description Language of the person. Without a text in it, that of its language alone is taken, then English. */
                locale?: string;
                /** @description Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere. */
                jurisdiction?: string;
                /** @description Only a text that covers this purpose. */
                purpose?: "identity_verification" | "authentication";
            };
            header?: never;
            path: {
                /** @description Name of the version of the text. */
                notice_version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentText"];
                };
            };
        };
    };
    "client-take-alternative-path": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeAlternativePath"];
            };
        };
        responses: {
            /** @description The session, which goes on by the means in `alternative_path`. Asking again for the same changes nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "client-cancel-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The canceled session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "client-report-interruption": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportInterruption"];
            };
        };
        responses: {
            /** @description The session, which stays open. Its end is counted with the step and this reason, unless the person goes on first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "client-create-capture-link": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A link that works once within ten minutes. A session has three at most, and another one replaces the oldest. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureLink"];
                };
            };
        };
    };
    "client-await-decision": {
        parameters: {
            query?: {
                /** @description Seconds to wait for the decision. The deployment's maximum, 5 by default, ends a longer wait. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session: with another status than `processing` as soon as it has one, else when the time is over. With `Retry-After`, the call did not wait: as many calls as may wait at once were waiting. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "client-create-liveness-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateLivenessSession"];
            };
        };
        responses: {
            /** @description Session id, region and credentials for the FaceLivenessDetector component. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessSession"];
                };
            };
        };
    };
    "client-complete-liveness-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the liveness session, from the response that created it. */
                liveness_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the check passed. Scores are never returned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessResult"];
                };
            };
        };
    };
    "client-submit-verification-session": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. A registration is being decided, so poll the session; an authentication or a step-up is already decided. A session that was submitted before is returned as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationSession"];
                };
            };
        };
    };
    "exchange-capture-link": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeCaptureLink"];
            };
        };
        responses: {
            /** @description The token of the session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangedClientToken"];
                };
            };
        };
    };
    "list-signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, as a JSON Web Key Set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeySet"];
                };
            };
        };
    };
    "repudiate-by-link": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.
                 * @example 7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepudiateByLink"];
            };
        };
        responses: {
            /** @description The user is frozen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Repudiation"];
                };
            };
        };
    };
}
