package org.calliope.ims.hss.api;

/** Ends an operation of the REST interface with a problem. */
final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ApiRefusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    ApiRefusal(int status, String type, String detail) {
        this(Problem.of(status, type, detail));
    }

    Problem problem() {
        return problem;
    }
}
